import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';

/** A program: `open-once.ts <file>` opens a database and prints its secret. */
const store = sqlStore(openSqlite(process.argv[2] ?? ''));
process.stdout.write(await store.secret());
await store.close();
