/**
 * A thread that puts ratings with a connection of its own, all that it is handed at once in one transaction, and publishes
 * scores by the same. When it is done with either the log is short as well. It ends when it is told to.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { RatingWish } from '../../ratings/ports.js';
import { scoreParts } from '../../scores/score-parts.js';
import { atomic, type Db } from './atomic.js';
import { putRatings, type Run } from './put-ratings.js';
import type { Asked, Told } from './rating-writer.js';
import { sqlScores } from './scores.js';
import { kyselyOf, preparedOnce } from './sqlite.js';
import { openPatiently } from './sqlite-connection.js';
import { takeLock } from './sqlite-lock.js';

const port = parentPort as NonNullable<typeof parentPort>;
const tell = (told: Told) => port.postMessage(told);

/** Four times as many as usual: what is written again until then is copied into the database once. */
const PAGES_OF_LOG = 4000;

const database = openPatiently(workerData as string);
database.pragma(`wal_autocheckpoint = ${PAGES_OF_LOG}`);
const prepared = preparedOnce(database);
const db = kyselyOf(prepared);
const scorePartsOf = (some: Db) => scoreParts(sqlScores(some));
const parts = scorePartsOf(db);

const run: Run = {
  async once(sql, values) {
    const statement = prepared.prepare(sql);
    if (statement.reader) return statement.all(values) as object[];
    statement.run(values);
    return [];
  },
  async forEach(sql, each) {
    const statement = prepared.prepare(sql);
    for (const values of each) statement.run(values);
  },
};

async function put(wishes: readonly RatingWish[]) {
  try {
    await takeLock(prepared);
    const done = await putRatings(run, wishes);
    await run.once('COMMIT', []);
    return done;
  } catch (error) {
    if (database.inTransaction) await run.once('ROLLBACK', []);
    throw error;
  }
}

function work(asked: Exclude<Asked, 'end'>): unknown {
  if (asked === 'checkpoint') return database.pragma('wal_checkpoint(PASSIVE)');
  if ('put' in asked) return put(asked.put);
  if (asked.part === 'all') return atomic(db, (tx) => scorePartsOf(tx).all(...asked.given));
  const part = parts[asked.part] as (...given: unknown[]) => Promise<unknown>;
  return part(...asked.given);
}

async function answer(asked: Asked) {
  if (asked === 'end') {
    await db.destroy();
    port.close();
    return;
  }
  try {
    tell({ done: await work(asked) });
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    tell({ failed: { message, code } });
  }
}

/** One after the other: what is asked next may be here already. */
let last = Promise.resolve();
port.on('message', (asked: Asked) => {
  last = last.then(() => answer(asked));
});
tell('ready');
