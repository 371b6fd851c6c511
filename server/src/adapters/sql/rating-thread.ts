/**
 * A thread that puts ratings with a connection of its own: all that it is handed at once in one transaction. When it is
 * done with them the log is short as well. It ends when it is told to.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { RatingWish } from '../../ratings/ports.js';
import { putRatings, type Run } from './put-ratings.js';
import type { Asked, Told } from './rating-writer.js';
import { patiently } from './sqlite-busy.js';
import { openPatiently } from './sqlite-connection.js';

const port = parentPort as NonNullable<typeof parentPort>;
const tell = (told: Told) => port.postMessage(told);

const database = openPatiently(workerData as string);
const statements = new Map<string, ReturnType<typeof database.prepare>>();

const run: Run = async (sql, parameters) => {
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = database.prepare(sql);
    statements.set(sql, statement);
  }
  if (statement.reader) return statement.all(parameters) as object[];
  statement.run(parameters);
  return [];
};

async function put(wishes: readonly RatingWish[]): Promise<Told> {
  try {
    await patiently(() => run('BEGIN IMMEDIATE', []));
    const done = await putRatings(run, wishes);
    await run('COMMIT', []);
    return { done };
  } catch (error) {
    if (database.inTransaction) await run('ROLLBACK', []);
    const { message, code } = error as Error & { code?: string };
    return { failed: { message, code } };
  }
}

port.on('message', async (asked: Asked) => {
  if (asked === 'checkpoint') {
    database.pragma('wal_checkpoint(PASSIVE)');
    tell('done');
  } else if (asked === 'end') {
    statements.clear();
    database.close();
    port.close();
  } else tell(await put(asked));
});
tell('ready');
