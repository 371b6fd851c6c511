import Database from 'libsql';
import { readConfig } from '../../src/config.js';
import { openStore } from '../../src/open-store.js';
import type { Store } from '../../src/ports.js';
import { ENGINE } from './engine.js';
import { copySchema, emptySchema, run } from './postgres.js';
import { databaseFile, type Settings } from './process.js';
import { emptyRedis } from './shared-redis.js';
import type { Template } from './template.js';

/** A database of one's own that several processes can open; it goes with the file of tests. */
export type OwnDatabase = {
  url: string;
  /** Empty where it is none. */
  file: string;
  /** For a process that is to use it. */
  settings: Settings;
  open(): Promise<Store>;
  /** Writes behind its back. */
  run(statement: string): Promise<void>;
};

/** A database that nobody has opened yet. */
export async function emptyDatabase(): Promise<OwnDatabase> {
  return ENGINE === 'sqlite' ? inFile(databaseFile()) : inSchema();
}

/** A copy of a template. */
export async function databaseLike(template: Template): Promise<OwnDatabase> {
  if (ENGINE === 'sqlite') return inFile(databaseFile(template.file));
  const database = await inSchema();
  await (await database.open()).close();
  await copySchema(template.url, database.url);
  return database;
}

function inFile(file: string): OwnDatabase {
  const url = `file:${file}`;
  return {
    ...opened({ DATABASE_URL: url }),
    url,
    file,
    async run(statement) {
      const database = new Database(file);
      database.exec(statement);
      database.close();
    },
  };
}

async function inSchema(): Promise<OwnDatabase> {
  const [{ url }, redis] = [await emptySchema(), await emptyRedis()];
  return {
    ...opened({ DATABASE_URL: url, ...(redis !== null && { REDIS_URL: redis }) }),
    url,
    file: '',
    run: (statement) => run(url, statement),
  };
}

function opened(settings: Settings): Pick<OwnDatabase, 'settings' | 'open'> {
  return { settings, open: () => openStore(readConfig(settings)) };
}
