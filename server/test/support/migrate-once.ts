import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { migratePostgres } from '../../src/adapters/sql/migrate-postgres.js';
import { migrateSqlite } from '../../src/adapters/sql/migrate-sqlite.js';

/** A program: `migrate-once.ts <url or file> <folder>` brings a database up to date; says when it begins and is done. */
const [place = '', path = ''] = process.argv.slice(2);
const folder = pathToFileURL(`${path}/`);
process.stdout.write('begun\n');
if (place.startsWith('postgres:')) await migratePostgres({ connectionString: place }, folder);
else migrateSqlite(new Database(place), folder);
process.stdout.write('done\n');
