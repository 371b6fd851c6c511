import { fail, type Problem } from '../problem.js';
import type { UserId } from '../users/user.js';
import {
  type ConflictPolicy,
  type Import,
  type ImportId,
  type ImportState,
  openQuestions,
} from './import.js';
import type { ImportChange } from './import-ports.js';
import { type AtomicStore, type ImportStore, lockImport } from './store.js';

type Needs = { store: AtomicStore; now: () => number };
type Whose = { userId: UserId; id: ImportId };

/** Says which scale files are on, by their names; all is judged anew. Refuses a scale that a file cannot be on. */
export function setScales(
  needs: Needs,
  whose: Whose,
  scales: Readonly<Record<string, number>>,
): Promise<Import> {
  return steer(needs, whose, ['asking', 'ready'], (one) => {
    for (const name of Object.keys(scales)) {
      if (!one.files.some((file) => file.name === name)) {
        failScale(name, 'There is no such file in this import.');
      }
    }
    const files = one.files.map((file) => {
      const most = Object.hasOwn(scales, file.name) ? scales[file.name] : undefined;
      if (most === undefined) return file;
      const scale = file.scales.find((possible) => possible.most === most);
      return { ...file, scale: scale ?? failScale(file.name, 'It cannot be on this scale.') };
    });
    const asks = openQuestions(files).length > 0;
    return { files, ...(!asks && { state: 'judging', ...start(one) }) };
  });
}

/** Says what is done about conflicts when it is applied. */
export function setConflicts(
  needs: Needs,
  whose: Whose,
  conflicts: ConflictPolicy,
): Promise<Import> {
  return steer(needs, whose, ['matching', 'asking', 'judging', 'ready'], () => ({ conflicts }));
}

/** Applies an import in the background; who has said nothing of conflicts keeps what is theirs. */
export function applyImport(needs: Needs, whose: Whose): Promise<Import> {
  return steer(needs, whose, ['ready'], (one) => ({
    state: 'applying',
    conflicts: one.conflicts ?? 'mine',
    ...start(one),
  }));
}

/** Takes all of an import back in the background, also of one that is being applied. */
export function undoImport(needs: Needs, whose: Whose): Promise<Import> {
  return steer(needs, whose, ['applied', 'applying'], async (one, tx) => ({
    state: 'undoing',
    cursor: '',
    done: 0,
    total: await tx.importEffects.count(one.id),
  }));
}

/** Forgets an import and its rows; what it did stays. Nobody finds it any more before its rows go, which may be many. */
export async function forgetImport({ store, now }: Needs, { userId, id }: Whose): Promise<void> {
  await store.atomically(async (tx) => {
    const one = await lockImport(tx, userId, id);
    mustBe(one, ['matching', 'asking', 'judging', 'ready', 'applied', 'undone']);
    await tx.imports.change(id, { state: 'reading' }, now());
  });
  await store.imports.remove(userId, id);
}

function start({ rows, verdicts }: Import) {
  return { cursor: '', done: 0, total: rows - verdicts.aside - verdicts.unmatched };
}

function steer(
  { store, now }: Needs,
  { userId, id }: Whose,
  from: readonly ImportState[],
  to: (one: Import, tx: ImportStore) => ImportChange | Promise<ImportChange>,
): Promise<Import> {
  return store.atomically(async (tx) => {
    const one = await lockImport(tx, userId, id);
    mustBe(one, from);
    const [change, at] = [await to(one, tx), now()];
    await tx.imports.change(id, change, at);
    return { ...one, ...change, updatedAt: at };
  });
}

/** Refuses what an import is not in the state for. */
export function mustBe({ state }: Import, states: readonly ImportState[]): void {
  if (states.includes(state)) return;
  const detail = `It is ${state}; this is for one that is ${states.join(' or ')}.`;
  fail({ kind: 'import-not-ready', detail });
}

function failScale(file: string, detail: string): never {
  const pointer = `#/scales/${file.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100)}`;
  const problem: Problem = {
    kind: 'invalid',
    errors: [{ pointer, code: 'scale', detail, in: 'body' }],
  };
  fail(problem);
}
