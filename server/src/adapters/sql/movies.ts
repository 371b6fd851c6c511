import { titleKey } from '../../movies/fold.js';
import type { Movie, MovieId, OutsideIds } from '../../movies/movie.js';
import type { Movies } from '../../movies/ports.js';
import { atomic, type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';
import { readMovies } from './kept-movies.js';
import { mergedInto, moveToOther } from './merge-movies.js';
import { listMovies } from './movie-list.js';
import { readVersions } from './movie-rows.js';
import { claimIds, deleteDetails, insertMovie, updateFacts, writeDetails } from './movie-writes.js';
import { tellRaters } from './rating-events.js';
import { removeUnused } from './remove-unused.js';
import { statement } from './statement.js';
import { oweRecount } from './tallies.js';

const MOST_NAMESAKES = 100;

export function sqlMovies(db: Db, urgent: Db = db): Movies {
  const find = async (id: MovieId): Promise<Movie | null> =>
    (await readMovies(db, [id]))[0] ?? null;

  return {
    async resolve(reference) {
      if ('id' in reference) {
        const [row] = await findId(db, reference);
        return row?.id ?? mergedInto(db, reference.id);
      }
      return takenBy(db, reference.source, reference.outsideId);
    },

    async resolveAll(source, outsideIds) {
      if (outsideIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('movie_ids')
        .select(['outside_id', 'movie_id'])
        .where('source', '=', source)
        .where('outside_id', 'in', outsideIds)
        .execute();
      return new Map(rows.map(({ outside_id, movie_id }) => [outside_id, movie_id]));
    },

    find,

    async lock(id) {
      const movie = db.selectFrom('movies').select('id').where('id', '=', id);
      // Weaker than what a new rating's foreign key would wait for.
      await (engineOf(db).kind === 'postgres' ? movie.forNoKeyUpdate() : movie).execute();
      return find(id);
    },

    async namesakes(title) {
      const rows = await db
        .selectFrom('movies')
        .select('id')
        .where('title_key', '=', titleKey(title))
        .orderBy('id')
        .limit(MOST_NAMESAKES)
        .execute();
      return readMovies(
        db,
        rows.map(({ id }) => id),
      );
    },

    findMany: (ids) => readMovies(db, ids),
    versions: (ids) => readVersions(urgent, ids),
    mark: () => engineOf(db).mark(db),

    create: (wish, createdBy, now) =>
      atomic(db, async (tx) => {
        const taken = await firstTaken(tx, wish.ids, null);
        if (taken !== null) return { taken };
        const id = await insertMovie(tx, wish, createdBy, now);
        await writeDetails(tx, id, wish);
        return { movie: await mustFind(tx, id) };
      }),

    edit: (id, version, wish, now) =>
      atomic(db, async (tx) => {
        const taken = await firstTaken(tx, wish.ids, id);
        if (taken !== null) return { taken };
        if (!(await updateFacts(tx, id, version, wish, now))) {
          return (await sqlMovies(tx).find(id)) === null ? 'gone' : 'changed-meanwhile';
        }
        await deleteDetails(tx, id);
        await claimIds(tx, id, wish.ids);
        await writeDetails(tx, id, wish);
        await oweRecount(tx, id);
        return { movie: await mustFind(tx, id) };
      }),

    remove: (id, now) =>
      atomic(db, async (tx) => {
        // Nobody rates it from here on.
        const movie = tx.selectFrom('movies').select('id').where('id', '=', id);
        await locked(engineOf(tx), movie).execute();
        await tellRaters(tx, id, now);
        await tx.deleteFrom('ratings').where('movie_id', '=', id).execute();
        await deleteDetails(tx, id);
        const { numDeletedRows } = await tx
          .deleteFrom('movies')
          .where('id', '=', id)
          .executeTakeFirst();
        return numDeletedRows > 0n;
      }),

    removeUnused: (id, now) =>
      atomic(db, (tx) => removeUnused(tx, id, () => sqlMovies(tx).remove(id, now))),

    merge: (from, into, wish, now) =>
      atomic(db, async (tx) => {
        const movies = sqlMovies(tx);
        // In the order of their ids: two who merge them wait for each other at the first.
        for (const { id, version } of [from, into].sort((one, other) => one.id - other.id)) {
          const movie = await movies.lock(id);
          if (movie === null) return 'gone';
          if (movie.version !== version) return 'changed-meanwhile';
        }
        await moveToOther(tx, from.id, into.id, now);
        await movies.remove(from.id, now);
        const edited = await movies.edit(into.id, into.version, wish, now);
        if (typeof edited === 'string' || 'taken' in edited) {
          throw new Error(`movie ${into.id} cannot have the facts of two`);
        }
        return edited;
      }),

    list: (filter, sort, page) => listMovies(db, filter, sort, page),
  };
}

const findId = statement((db, { id }: { id: MovieId }) =>
  db.selectFrom('movies').select('id').where('id', '=', id).compile(),
);

async function mustFind(db: Db, id: MovieId): Promise<Movie> {
  const [movie] = await readMovies(db, [id]);
  if (movie === undefined) throw new Error(`movie ${id} vanished while it was written`);
  return movie;
}

async function takenBy(
  db: Db,
  source: keyof OutsideIds,
  outsideId: string,
): Promise<MovieId | null> {
  const row = await db
    .selectFrom('movie_ids')
    .select('movie_id')
    .where('source', '=', source)
    .where('outside_id', '=', outsideId)
    .executeTakeFirst();
  return row?.movie_id ?? null;
}

/** The first movie, other than `but`, that has one of the ids. */
async function firstTaken(db: Db, ids: OutsideIds, but: MovieId | null): Promise<MovieId | null> {
  for (const source of ['tmdb', 'imdb', 'wikidata'] as const) {
    const id = ids[source];
    const movie = id === null ? null : await takenBy(db, source, id);
    if (movie !== null && movie !== but) return movie;
  }
  return null;
}
