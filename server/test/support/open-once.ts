import { openUrl } from './open-url.js';

/** A program: `open-once.ts <DATABASE_URL>` opens a database and prints its secret. */
const store = await openUrl(process.argv[2] ?? '');
process.stdout.write(await store.secret());
await store.close();
