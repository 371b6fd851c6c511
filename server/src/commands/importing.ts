/** A thread that goes on with imports, a step whenever it is asked to, with connections of its own. It ends when told. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { importWork } from '../imports/work.js';
import { openStore } from '../open-store.js';
import { connect } from './calls.js';
import type { ImportHost, ImportThread, ToImport } from './imports-aside.js';

// There it is of this thread alone: requests go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const port = parentPort as NonNullable<typeof parentPort>;
const { places, hasOutside } = workerData as ToImport;
const take = () => host.call('takeTurn');
const turn = {
  tryTake: () => false,
  take,
  takeTogether: take,
  leave: () => void host.call('leaveTurn'),
};
const outside = {
  film: (tmdbId: string) => host.call('film', tmdbId),
  tmdbIdOf: (imdbId: string) => host.call('tmdbIdOf', imdbId),
  search: (request: Parameters<ImportHost['search']>[0]) => host.call('search', request),
};

const store = await openStore({ ...places, turn });
const work = importWork({ store, outside: hasOutside ? outside : null, now: Date.now });
const ours: ImportThread = {
  goOn: work.goOn,
  async end() {
    await store.close();
    // Not before this is answered.
    setImmediate(() => port.close());
  },
};
const host = connect<ImportHost>(port, ours);
