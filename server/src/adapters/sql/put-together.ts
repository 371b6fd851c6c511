import { sql } from 'kysely';
import type { Put, RatingWish } from '../../ratings/ports.js';
import { alone, atomic, type Db } from './atomic.js';
import { engineOf } from './engines.js';
import { type PutRow, putInTransaction, putOne, toPut } from './rating-put.js';
import { isBusy } from './sqlite-busy.js';
import { writerOf } from './sqlite-dialect.js';
import { statement } from './statement.js';
import { together } from './together.js';

/** One is worked on while the other waits for the disk, or for the server. */
const HERE = { atOnce: 2, most: 16 };
/** Nobody who reads waits for it, and the one that waits for the disk is not counted. */
const IN_THREAD = { atOnce: 1, most: 64 };

/** Undefined: it is to be put by itself. */
type Done = Put | null | undefined;

/**
 * Puts ratings that come together in one transaction, whose commit they share: each is acknowledged after it. If that
 * fails, each is put by itself, and hears of its own trouble only.
 */
export function puttingTogether(db: Db): (wish: RatingWish) => Promise<Put | null> {
  const writer = writerOf(db);
  const putHere = engineOf(db).kind === 'postgres' ? putAllAtOnce : putAllHere;
  return together(writer === null ? HERE : IN_THREAD, async (wishes: readonly RatingWish[]) => {
    // Alone it is there sooner without the way to the thread and back.
    if (wishes.length === 1) return [putOne(db, wishes[0] as RatingWish)];
    const inThread = writer?.isReady() ? writer : null;
    let done: readonly (Done | Promise<Put | null>)[] = [];
    try {
      done = await (inThread?.put(wishes) ?? putHere(db, wishes));
    } catch (error) {
      // Another process writes for too long: they have waited together, and would wait one after the other.
      if (isBusy(error)) throw error;
    }
    return wishes.map((wish, i) => {
      const put = done[i];
      return put === undefined ? putOne(db, wish) : put;
    });
  });
}

function putAllHere(db: Db, wishes: readonly RatingWish[]): Promise<Done[]> {
  return atomic(db, (tx) => putInTransaction(tx, wishes));
}

/** Whose user or movie is busy, or is not there, is left out by the server's `put_ratings`. */
function putAllAtOnce(db: Db, wishes: readonly RatingWish[]): Promise<Done[]> {
  const { shards } = engineOf(db);
  const given = wishes.map(({ userId, movieId, stars, note, ratedAt, now }, n) => ({
    ...{ n, user_id: userId, movie_id: movieId, stars, note, rated_at: ratedAt, now },
    shard: userId % shards,
  }));
  return alone(db, async () => {
    const done = new Array<Done>(wishes.length).fill(undefined);
    for (const { n, ...row } of await callPutRatings(db, { wishes: JSON.stringify(given) })) {
      done[n] = toPut(wishes[n] as RatingWish, row);
    }
    return done;
  });
}

const callPutRatings = statement((db, { wishes }: { wishes: string }) =>
  sql<PutRow & { n: number }>`select * from put_ratings(${wishes})`.compile(db),
);
