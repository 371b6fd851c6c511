import type { Receive } from './import-intake.js';
import type { AskedOutside } from './imports/new-films.js';
import type { Uploads } from './imports/ports.js';
import { receiveBytes } from './imports/receive-upload.js';
import { type ImportWork, importWork } from './imports/work.js';
import type { Clock, Store } from './ports.js';

/** All that imports take, of who does it in a thread of its own. */
export type ImportAside = (outside: AskedOutside | null) => ImportWork & { receive: Receive };

/** The same in this thread. */
export function importsHere(needs: { store: Store; uploads: Uploads; now: Clock }): ImportAside {
  return (outside) => ({
    ...importWork({ ...needs, outside }),
    receive: ({ bytes }, told, pause) => receiveBytes({ ...needs, pause }, bytes, told),
  });
}
