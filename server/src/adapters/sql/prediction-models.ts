import { type Selectable, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import { aboveOf } from '../../predictions/movie-shift.js';
import type { Drift, KeptModel, PredictionModels, TrainingScan } from '../../predictions/ports.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';
import { bytesOf } from './prediction-tables.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';

export function sqlPredictionModels(db: Db): PredictionModels {
  return {
    current: () => currentModel(db),

    // Chunk by chunk, for others wait for the connection; then whether it was still there at the end.
    async read(version) {
      const chunks: Uint8Array[] = [];
      for (;;) {
        const [row] = await findChunk(db, { version, position: chunks.length });
        if (row === undefined) break;
        chunks.push(bytesOf(row.bytes));
        await new Promise(setImmediate);
      }
      return (await currentModel(db))?.version === version ? joined(chunks) : null;
    },

    begin: (method, at) =>
      atomic(db, async (tx) => {
        const { last } = await tx
          .selectFrom('prediction_models')
          .select(({ fn }) => fn.max('version').as('last'))
          .executeTakeFirstOrThrow();
        const version = (last ?? 0) + 1;
        await tx.deleteFrom('prediction_models').where('state', '=', 'next').execute();
        const row = { version, method, state: 'next', read_at: at, at } as const;
        await tx.insertInto('prediction_models').values(row).execute();
        return version;
      }),

    async append(version, position, bytes) {
      await atomic(db, async (tx) => {
        const next = tx
          .selectFrom('prediction_models')
          .select('version')
          .where('version', '=', version)
          .where('state', '=', 'next');
        if ((await locked(engineOf(tx), next).executeTakeFirst()) === undefined) throw overtaken();
        await tx.insertInto('prediction_chunks').values({ version, position, bytes }).execute();
      });
    },

    adopt: (version, { ratings, users, movies, readAt, at }) =>
      atomic(db, async (tx) => {
        await lockCurrentModel(tx);
        await tx.deleteFrom('prediction_models').where('state', '=', 'current').execute();
        const { numUpdatedRows } = await tx
          .updateTable('prediction_models')
          .set({ state: 'current', ratings, users, movies, read_at: readAt, at })
          .where('version', '=', version)
          .where('state', '=', 'next')
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw overtaken();
      }),

    async driftsAfter(version, after) {
      const rows = await db
        .selectFrom('prediction_drifts')
        .select(['movie_id', 'above', 'count'])
        .where('version', '=', version)
        .where('change', '>', after)
        .execute();
      return rows.map(toDrift);
    },

    async driftWithout(version, movieId, userId) {
      const [row] = await findDriftWithout(db, { version, movieId, userId });
      if (row === undefined) return null;
      const { stars, predicted } = row;
      const drift = toDrift(row);
      if (stars === null || predicted === null) return drift;
      const above = drift.above - aboveOf({ stars, predicted });
      return drift.count === 1 ? null : { movieId, above, count: drift.count - 1 };
    },

    async ratings() {
      const { n } = await db
        .selectFrom('tallies')
        .select(sql<number>`coalesce(sum(count), 0)`.as('n'))
        .executeTakeFirstOrThrow();
      return Number(n);
    },

    scan: (after, limit) => scanRatings(db, after, limit),
  };
}

type DriftRow = Pick<Selectable<Schema['prediction_drifts']>, 'movie_id' | 'above' | 'count'>;

function overtaken(): Error {
  return new Error('another model was begun meanwhile');
}

const findChunk = statement((db, { version, position }: { version: number; position: number }) =>
  db
    .selectFrom('prediction_chunks')
    .select('bytes')
    .where('version', '=', version)
    .where('position', '=', position)
    .compile(),
);

const findModel = statement((db) =>
  db.selectFrom('prediction_models').selectAll().where('state', '=', 'current').compile(),
);

/** One statement: what a person moved is in the drift exactly when it is among what came. */
const findDriftWithout = statement(
  (db, { version, movieId, userId }: { version: number; movieId: MovieId; userId: UserId }) =>
    db
      .selectFrom('prediction_drifts as d')
      .leftJoin('prediction_outcomes as o', (join) =>
        join
          .onRef('o.movie_id', '=', 'd.movie_id')
          .onRef('o.version', '=', 'd.version')
          .on('o.user_id', '=', userId),
      )
      .select(['d.movie_id', 'd.above', 'd.count', 'o.stars', 'o.predicted'])
      .where('d.version', '=', version)
      .where('d.movie_id', '=', movieId)
      .compile(),
);

async function currentModel(db: Db): Promise<KeptModel | null> {
  const [row] = await findModel(db, {});
  return row === undefined ? null : toModel(row);
}

/** As `current`; until the transaction ends, nobody else adopts a model or moves its drifts. */
export async function lockCurrentModel(tx: Db): Promise<KeptModel | null> {
  const current = tx.selectFrom('prediction_models').selectAll().where('state', '=', 'current');
  const row = await locked(engineOf(tx), current).executeTakeFirst();
  return row === undefined ? null : toModel(row);
}

function toModel(row: Selectable<Schema['prediction_models']>): KeptModel {
  const { version, method, ratings, users, movies, read_at, at, drifts } = row;
  return { version, method, ratings, users, movies, readAt: read_at, at, drifts };
}

function toDrift({ movie_id, above, count }: DriftRow): Drift {
  return { movieId: movie_id, above: above / 1000, count };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

type ScanRow = { user_id: UserId; movie_id: MovieId; stars: number };

async function scanRatings(db: Db, after: UserId, limit: number): Promise<TrainingScan> {
  const read = async (most: number | null, only: UserId | null) => {
    // PostgreSQL does not see by itself that ratings of who came before need not be read.
    const whose = only === null ? sql`r.user_id > ${after}` : sql`r.user_id = ${only}`;
    const { rows } = await sql<ScanRow>`
      select r.user_id, r.movie_id, r.stars from ratings r
      inner join users u on u.id = r.user_id and u.use_for_predictions = 1
      where ${whose} order by r.user_id, r.movie_id
      ${most === null ? sql`` : sql`limit ${sql.lit(most)}`}`.execute(db);
    return rows;
  };
  const rows = await read(limit, null);
  const last = rows.at(-1)?.user_id;
  if (rows.length < limit || last === undefined) return { ratings: toScan(rows), next: null };
  // The last person may have more; whoever has more than all this is read alone.
  const whole = rows.filter(({ user_id }) => user_id !== last);
  const some = whole.length > 0 ? whole : await read(null, last);
  return { ratings: toScan(some), next: some.at(-1)?.user_id ?? last };
}

function toScan(rows: readonly ScanRow[]): TrainingScan['ratings'] {
  return rows.map(({ user_id, movie_id, stars }) => ({
    userId: user_id,
    movieId: movie_id,
    steps: stars,
  }));
}
