import type { SingleBar } from 'cli-progress';
import { readMovieLens } from '../adapters/uploads/movielens-folder.js';
import type { Config } from '../config.js';
import type { DataSet } from '../datasets/data-set.js';
import { type LoadedSet, loadDataSet } from '../datasets/load-data-set.js';
import { openStore } from '../open-store.js';
import type { Store } from '../ports.js';
import { Refusal } from '../problem.js';
import { loadFirstCatalogue } from './catalogue.js';
import { progressBar } from './progress.js';
import { BadUse, type Terminal } from './terminal.js';

/** Of a person, behind it comes the number. */
const PREFIX = 'movielens-';
const MEGABYTE = 1e6;
const STAGES = { films: 'Looking for films', ratings: 'Loading' };

/** Loads a data set of MovieLens with all its people, into a new database after the catalogue, with progress bars on `err`. */
export async function loadMovieLens(
  config: Config,
  terminal: Terminal,
  folder: string,
): Promise<void> {
  const dataSet = await read(terminal, folder);
  const store = await openStore(config);
  try {
    if ((await store.users.list({}, { limit: 1, after: null })).items.length === 0) {
      throw new BadUse(
        'Make an account with "halfstar user add" first: the first one is ADMIN, and that is nobody of a data set.',
      );
    }
    // A service loads it into a database without films, and then there would be some.
    await loadFirstCatalogue(store, terminal);
    const loaded = await load(store, terminal, dataSet);
    await store.tidy();
    terminal.out.write(`${told(loaded)}\n`);
  } finally {
    await store.close();
  }
}

async function read(terminal: Terminal, folder: string): Promise<DataSet> {
  const bar = progressBar(terminal, 'Reading', 'MB of ratings');
  const megabytes = (bytes: number) => Math.ceil(bytes / MEGABYTE);
  try {
    return await readMovieLens(folder, (bytes, of) => {
      if (!bar.isActive) bar.start(megabytes(of), 0);
      bar.update(megabytes(bytes));
    });
  } catch (error) {
    const isRefused = error instanceof Refusal && 'detail' in error.problem;
    throw new BadUse(isRefused ? String(error.problem.detail) : (error as Error).message);
  } finally {
    bar.stop();
  }
}

async function load(store: Store, terminal: Terminal, dataSet: DataSet): Promise<LoadedSet> {
  let stage: keyof typeof STAGES | null = null;
  let bar: SingleBar | null = null;
  try {
    const loaded = await loadDataSet(
      { store, now: Date.now },
      dataSet,
      PREFIX,
      (what, done, of) => {
        if (what !== stage) {
          bar?.stop();
          bar = progressBar(terminal, STAGES[what], what);
          bar.start(of, done);
          stage = what;
        }
        bar?.update(done);
      },
    );
    if ('taken' in loaded) {
      throw new BadUse(
        `There is a user "${loaded.taken}": a data set was loaded here before. Nothing is changed.`,
      );
    }
    return loaded;
  } finally {
    (bar as SingleBar | null)?.stop();
  }
}

function told({ people, ratings, films }: LoadedSet): string {
  const left =
    films.leftOut === 0 ? '' : `, ${films.leftOut} left out, which have neither year nor id`;
  return (
    `${people} people with ${ratings} ratings added; of their films ${films.known} were known, ` +
    `${films.added} are new${left}`
  );
}
