/** A thread that takes uploads in and goes on with them, a step at a time, on connections of its own. It ends when told. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { bytesOfDescriptor } from '../adapters/uploads/bytes.js';
import { fileUploads } from '../adapters/uploads/uploads.js';
import { receiveBytes } from '../imports/receive-upload.js';
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

// A step fails once the database is silent, and is done again: waited for, that connection would keep it for hours.
const store = await openStore({ ...places, turn, takesLong: true }, Date.now, () => {});
const work = importWork({ store, outside: hasOutside ? outside : null, now: Date.now });
const uploads = fileUploads();
const ours: ImportThread = {
  receive: ({ descriptor, size }, told) =>
    receiveBytes(
      { store, uploads, now: Date.now, pause: () => host.call('pause', descriptor) },
      bytesOfDescriptor(descriptor, size),
      told,
    ),
  goOn: work.goOn,
  async end() {
    await store.close();
    // Not before this is answered.
    setImmediate(() => port.close());
  },
};
const host = connect<ImportHost>(port, ours);
