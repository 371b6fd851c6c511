import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { bytesOfFile } from '../adapters/uploads/bytes.js';
import { fileUploads } from '../adapters/uploads/uploads.js';
import type { Config } from '../config.js';
import { PARTS } from '../imports/entry.js';
import {
  CONFLICT_POLICIES,
  type ConflictPolicy,
  type Import,
  openQuestions,
} from '../imports/import.js';
import type { UploadOptions } from '../imports/ports.js';
import { MOST_KEPT, receiveBytes } from '../imports/receive-upload.js';
import {
  applyImport,
  forgetImport,
  setConflicts,
  setScales,
  undoImport,
} from '../imports/steer.js';
import { importWork, isWorking } from '../imports/work.js';
import { openStore } from '../open-store.js';
import type { Store } from '../ports.js';
import { Refusal } from '../problem.js';
import type { User } from '../users/user.js';
import { progressBar } from './progress.js';
import { tellImport } from './tell-import.js';
import { BadUse, type Terminal } from './terminal.js';

export type ImportOptions = {
  user: string;
  conflicts: string;
  scale?: string;
  part?: string;
  person?: string;
  preview?: boolean;
  undo?: boolean;
};

const ROWS_AT_ONCE = 200;
/** Nobody may have more. */
const ALL = { limit: MOST_KEPT, after: null };
const STAGES: Partial<Record<Import['state'], string>> = {
  matching: 'Looking for films',
  judging: 'Comparing',
  applying: 'Applying',
  undoing: 'Undoing',
};

/** Imports a file for a user, with progress bars on `err`, and says what became of its rows. */
export async function importFile(
  config: Config,
  terminal: Terminal,
  file: string | undefined,
  { user: handle, conflicts, scale, part, person, preview }: ImportOptions,
): Promise<void> {
  const policy = CONFLICT_POLICIES.find((one) => one === conflicts);
  if (policy === undefined) {
    throw new BadUse(`--conflicts is ${CONFLICT_POLICIES.join(', ')}, not "${conflicts}".`);
  }
  const about = PARTS.find((one) => one === part);
  if (part !== undefined && about === undefined) {
    throw new BadUse(`--part is one of ${PARTS.join(', ')}, not "${part}".`);
  }
  mustBeFile(file);
  await withUser(config, handle, async (store, user) => {
    const { id } = await receive(store, user, file, { part: about, person });
    const whose = { userId: user.id, id };
    let one = await goOn(store, terminal, user, id);
    if (one.state === 'asking') one = await answerScale(store, terminal, user, one, scale);
    terminal.out.write(`${await tellImport(store, one)}\n`);
    if (preview) return forgetImport({ store, now: Date.now }, whose);
    await setConflicts({ store, now: Date.now }, whose, policy as ConflictPolicy);
    await applyImport({ store, now: Date.now }, whose);
    const { outcomes } = await goOn(store, terminal, user, id);
    terminal.out.write(
      `Import ${id} is applied: ${outcomes.taken} rows taken, ${outcomes.kept} conflicts left as they were; ` +
        `"halfstar import --undo --user ${user.handle}" takes it back\n`,
    );
  });
}

/** Takes back the last import of a user; nothing else that may be asked of an import goes with it. */
export async function undoLastImport(
  config: Config,
  terminal: Terminal,
  file: string | undefined,
  { user: handle, preview }: Pick<ImportOptions, 'user' | 'preview'>,
): Promise<void> {
  if (file !== undefined || preview) {
    throw new BadUse(
      '--undo takes the last import back: it goes with neither a file nor --preview.',
    );
  }
  await withUser(config, handle, async (store, user) => {
    const { items } = await store.imports.byUser(user.id, ALL);
    const last = items.find(({ state }) => state === 'applied' || state === 'applying');
    if (last === undefined) {
      throw new BadUse(`There is no import of ${user.handle} to take back.`);
    }
    await undoImport({ store, now: Date.now }, { userId: user.id, id: last.id });
    const { kept } = await goOn(store, terminal, user, last.id);
    const but = kept === 0 ? '' : `, but for ${kept} films that were changed since`;
    terminal.out.write(`Import ${last.id} is undone${but}\n`);
  });
}

function mustBeFile(file: string | undefined): asserts file is string {
  if (file === undefined) throw new BadUse('Name the file that is to be read.');
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new BadUse(`There is no file ${file}.`);
  if (!found.isFile()) throw new BadUse(`${file} is no file: name a zip, CSV or JSON.`);
}

async function withUser(
  config: Config,
  handle: string,
  work: (store: Store, user: User) => Promise<void>,
): Promise<void> {
  const store = await openStore(config);
  try {
    const user = await store.users.findByHandle(handle);
    if (user === null) throw new BadUse(`There is no user "${handle}".`);
    await work(store, user);
  } finally {
    await store.close();
  }
}

async function receive(
  store: Store,
  user: User,
  file: string,
  options: UploadOptions,
): Promise<Import> {
  const name = basename(file);
  try {
    const pause = () => new Promise<void>(setImmediate);
    return await receiveBytes(
      { store, uploads: fileUploads(), now: Date.now, pause },
      await bytesOfFile(file),
      { ...options, userId: user.id, name },
    );
  } catch (error) {
    if (!(error instanceof Refusal && 'detail' in error.problem)) throw error;
    const { kind, detail } = error.problem;
    if (kind !== 'import-unclear') throw new BadUse(detail);
    const { choices } = error.problem;
    const option = choices.length === 0 ? '--person' : `--part with one of ${choices.join(', ')}`;
    throw new BadUse(`${detail} Use ${option}.`);
  }
}

async function answerScale(
  store: Store,
  terminal: Terminal,
  user: User,
  { id, files }: Import,
  scale: string | undefined,
): Promise<Import> {
  const asked = openQuestions(files);
  const [first] = asked;
  const fits = asked.every(({ scales }) => scales.some(({ most }) => most === Number(scale)));
  if (!fits) {
    const choices = first?.scales.map(({ most }) => most).join(', ');
    await forgetImport({ store, now: Date.now }, { userId: user.id, id });
    throw new BadUse(
      `${first?.name} may be on several scales: say --scale with one of ${choices}.`,
    );
  }
  const scales = Object.fromEntries(asked.map(({ name }) => [name, Number(scale)]));
  await setScales({ store, now: Date.now }, { userId: user.id, id }, scales);
  return goOn(store, terminal, user, id);
}

/** Until it waits for somebody, or is done. */
async function goOn(
  store: Store,
  terminal: Terminal,
  { id: userId }: User,
  id: Import['id'],
): Promise<Import> {
  const work = importWork({ store, outside: null, now: Date.now });
  let bar: ReturnType<typeof progressBar> | null = null;
  let stage: Import['state'] | null = null;
  try {
    for (;;) {
      const one = await store.imports.find(userId, id);
      if (one === null) throw new Error('The import was forgotten meanwhile.');
      if (one.state !== stage) {
        bar?.stop();
        stage = one.state;
        bar = isWorking(one) ? progressBar(terminal, STAGES[stage] ?? stage, 'rows') : null;
        bar?.start(one.total, one.done);
      }
      if (!isWorking(one)) return one;
      bar?.update(one.done);
      await work.goOn(one, ROWS_AT_ONCE);
      // Lets the progress bar be drawn.
      await new Promise(setImmediate);
    }
  } finally {
    bar?.stop();
  }
}
