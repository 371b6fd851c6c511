import { fail } from '../problem.js';
import type { UserId } from '../users/user.js';
import { believable } from './believable.js';
import type { Row, Upload } from './entry.js';
import type { Import, ImportFile } from './import.js';
import type { NewRow } from './import-ports.js';
import type { Bytes, UploadOptions, Uploads } from './ports.js';
import { scalesFor } from './scale.js';
import type { AtomicStore } from './store.js';

const ROWS_AT_ONCE = 200;
/** Of one person: so many are kept, so that they can be taken back, and so many wait or are worked on. */
export const MOST_KEPT = 50;
const MOST_UNFINISHED = 5;

type Needs = {
  store: AtomicStore;
  now: () => number;
  /** Lets others have their turn. */
  pause: () => Promise<void>;
};
type Whole = { userId: UserId; name: string; upload: Upload };

/** Whose an upload is, what it is called, and what it is about where that is not in it. */
export type Told = UploadOptions & { userId: UserId; name: string };

/** Recognises an upload, and keeps its rows. */
export async function receiveBytes(
  { uploads, ...needs }: Needs & { uploads: Uploads },
  bytes: Bytes,
  { userId, name, ...options }: Told,
): Promise<Import> {
  const upload = await uploads.open(bytes, name, options);
  return receiveUpload(needs, { userId, name, upload });
}

/**
 * Keeps all rows of an upload; what cannot be read to its end leaves nothing. The scale of a file is known where only
 * one fits.
 */
export async function receiveUpload(
  { store, now, pause }: Needs,
  { userId, name, upload }: Whole,
): Promise<Import> {
  const { imports, importRows } = store;
  const created = await begin(store, userId, name, now());
  try {
    const { files, rows } = await keepRows(upload, now(), async (some) => {
      if (some.length > 0) await importRows.add(created.id, some);
      await pause();
    });
    const change = { state: 'matching', cursor: '0', files, rows, total: rows } as const;
    const at = now();
    await imports.change(created.id, change, at);
    return { ...created, ...change, updatedAt: at };
  } catch (error) {
    await imports.remove(userId, created.id);
    throw error;
  }
}

function begin(store: AtomicStore, userId: UserId, name: string, now: number): Promise<Import> {
  return store.atomically(async ({ users, imports }) => {
    await users.lock(userId);
    const { all, unfinished } = await imports.count(userId);
    if (unfinished >= MOST_UNFINISHED) {
      const detail = `${unfinished} imports are not done: apply or forget one of them first.`;
      fail({ kind: 'imports-full', detail });
    }
    if (all >= MOST_KEPT) {
      const detail = `${all} imports are kept: forget those first that are not to be undone.`;
      fail({ kind: 'imports-full', detail });
    }
    return (await imports.create(userId, name, now)) ?? fail({ kind: 'user-not-found' });
  });
}

async function keepRows(
  upload: Upload,
  now: number,
  keep: (rows: NewRow[]) => Promise<void>,
): Promise<{ files: ImportFile[]; rows: number }> {
  const seen = upload.files.map((file) => ({ ...file, rows: 0, highest: null as number | null }));
  const places = new Map(upload.files.map(({ name }, i) => [name, i]));
  let place = 0;
  const counted = ({ file: name, ...row }: Row): NewRow => {
    const file = places.get(name) ?? -1;
    const of = seen[file];
    if (of === undefined) throw new Error(`a row is of ${name}, which is not in the upload`);
    of.rows += 1;
    of.highest = highestOf(row, of.highest);
    place += 1;
    return { place, file, ...row };
  };
  let some: NewRow[] = [];
  for await (const rows of oneAhead(upload.rows)) {
    // Of what is passed over there may be much.
    if (rows.length === 0) await keep([]);
    for (const row of rows) {
      some.push(counted(believable(row, now)));
      if (some.length === ROWS_AT_ONCE) {
        await keep(some);
        some = [];
      }
    }
  }
  if (some.length > 0) await keep(some);
  return {
    rows: place,
    files: seen.map(({ highest, ...file }) => {
      const scales =
        file.known === null || highest === null ? [] : scalesFor(file.known.service, highest);
      return { ...file, scales, scale: scales.length === 1 ? (scales[0] ?? null) : null };
    }),
  };
}

/** Rows are read while those before them are kept: the database and this process each do half of the work. */
async function* oneAhead<Piece>(pieces: AsyncIterable<Piece>): AsyncIterable<Piece> {
  const reading = pieces[Symbol.asyncIterator]();
  let next = reading.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = reading.next();
      // Heard with the next piece.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await reading.return?.();
  }
}

function highestOf({ wishes }: Pick<Row, 'wishes'>, highest: number | null): number | null {
  return wishes.reduce<number | null>((most, wish) => {
    const score = wish.kind === 'rating' || wish.kind === 'viewing' ? wish.score : null;
    return score === null ? most : Math.max(score, most ?? 0);
  }, highest);
}
