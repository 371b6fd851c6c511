import { sql } from 'kysely';
import type { Put, RatingWish } from '../../ratings/ports.js';
import type { UserId } from '../../users/user.js';
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
    const isAlone = wishes.length === 1;
    const inThread = (isAlone ? writer?.isThere() : writer?.isReady()) ? writer : null;
    // Where none come together it is there sooner without the way to the thread and back.
    if (isAlone && inThread === null) return [putOne(db, wishes[0] as RatingWish)];
    let done: readonly (Done | Promise<Put | null>)[] = [];
    try {
      done = await (inThread?.put(wishes) ?? putHere(db, wishes));
    } catch (error) {
      // Another process writes for too long: they have waited together, and would wait one after the other.
      if (isBusy(error)) throw error;
    }
    const after = inTurn<UserId>();
    return wishes.map((wish, i) => {
      const put = done[i];
      return put === undefined ? after(wish.userId, () => putOne(db, wish)) : put;
    });
  });
}

/** Does what is done for one, one after the other. */
function inTurn<Whom>(): <T>(whom: Whom, work: () => Promise<T>) => Promise<T> {
  const last = new Map<Whom, Promise<unknown>>();
  return (whom, work) => {
    const mine = (last.get(whom) ?? Promise.resolve()).then(work);
    last.set(
      whom,
      mine.catch(() => {}),
    );
    return mine;
  };
}

function putAllHere(db: Db, wishes: readonly RatingWish[]): Promise<Done[]> {
  return atomic(db, (tx) => putInTransaction(tx, wishes));
}

/**
 * Whose user or movie is busy, or is not there, is left out by the server's `put_ratings`. Were a later one of the same
 * user not, it would be put before.
 */
function putAllAtOnce(db: Db, wishes: readonly RatingWish[]): Promise<Done[]> {
  const { shards } = engineOf(db);
  const given = new Map<UserId, object>();
  for (const [n, { userId, movieId, stars, note, ratedAt, now }] of wishes.entries()) {
    if (given.has(userId)) continue;
    const row = { n, user_id: userId, movie_id: movieId, stars, note, rated_at: ratedAt, now };
    given.set(userId, { ...row, shard: userId % shards });
  }
  return alone(db, async () => {
    const done = new Array<Done>(wishes.length).fill(undefined);
    for (const row of await callPutRatings(db, {
      wishes: JSON.stringify([...given.values()]),
    })) {
      done[row.n] = toPut(wishes[row.n] as RatingWish, row);
    }
    return done;
  });
}

const callPutRatings = statement((db, { wishes }: { wishes: string }) =>
  sql<PutRow & { n: number }>`select * from put_ratings(${wishes})`.compile(db),
);
