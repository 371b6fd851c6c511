import { fold, nameKey, titleKey } from '../../movies/fold.js';
import type {
  MovieFacts,
  MovieId,
  MovieWish,
  OutsideIds,
  PersonId,
  PersonWish,
} from '../../movies/movie.js';
import { movieWords } from '../../movies/search-text.js';
import { fail } from '../../problem.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { indexMovie, unindexMovie } from './search-index.js';

/** The movie's row, with an empty tally and score: every movie has one of each. */
export async function insertMovie(
  db: Db,
  wish: MovieWish,
  createdBy: UserId | null,
  now: number,
): Promise<MovieId> {
  const { id } = await db
    .insertInto('movies')
    .values({ ...factColumns(wish), created_by: createdBy, created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('tallies').values({ movie_id: id }).execute();
  await db.insertInto('scores').values({ movie_id: id }).execute();
  await claimIds(db, id, wish.ids);
  return id;
}

/** False when the movie is gone or no longer at `version`. */
export async function updateFacts(
  db: Db,
  id: MovieId,
  version: number,
  wish: MovieWish,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('movies')
    .set({ ...factColumns(wish), updated_at: now, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function claimIds(db: Db, id: MovieId, ids: OutsideIds): Promise<void> {
  const rows = (['tmdb', 'imdb', 'wikidata'] as const).flatMap((source) => {
    const outsideId = ids[source];
    return outsideId === null ? [] : { source, outside_id: outsideId, movie_id: id };
  });
  if (rows.length > 0) await db.insertInto('movie_ids').values(rows).execute();
}

/** Genres, people and the words it is found by. */
export async function writeDetails(db: Db, id: MovieId, wish: MovieWish): Promise<void> {
  for (const [position, genre] of (await genreIds(db, wish.genres)).entries()) {
    await db
      .insertInto('movie_genres')
      .values({ movie_id: id, position, genre_id: genre })
      .execute();
  }
  const names: string[] = [];
  for (const job of ['director', 'cast'] as const) {
    const wishes = job === 'director' ? wish.directors : wish.cast;
    for (const [position, person] of wishes.entries()) {
      const { id: personId, name } = await findOrAddPerson(db, person);
      names.push(name);
      await db
        .insertInto('credits')
        .values({ movie_id: id, job, position, person_id: personId })
        .execute();
    }
  }
  await indexMovie(db, id, movieWords(wish), fold(names.join(' ')));
}

/** All that hangs on a movie but its ratings, tally, score and favourites. */
export async function deleteDetails(db: Db, id: MovieId): Promise<void> {
  for (const table of ['movie_genres', 'credits'] as const) {
    await db.deleteFrom(table).where('movie_id', '=', id).execute();
  }
  await db
    .deleteFrom('movie_ids')
    .where('movie_id', '=', id)
    .where('source', '<>', 'wikipedia')
    .execute();
  await unindexMovie(db, id);
}

function factColumns(facts: MovieFacts) {
  return {
    title: facts.title,
    original_title: facts.originalTitle,
    title_key: titleKey(facts.title),
    original_key: facts.originalTitle === null ? null : titleKey(facts.originalTitle),
    year: facts.year,
    release_date: facts.releaseDate,
    runtime_minutes: facts.runtimeMinutes,
    overview: facts.overview,
    poster_url: facts.posterUrl,
  };
}

/** Each once, in their order; those that are not known yet are added. */
async function genreIds(db: Db, names: readonly string[]): Promise<number[]> {
  const wanted = new Map(names.map((name) => [nameKey(name), name]));
  const keys = [...wanted.keys()];
  if (keys.length === 0) return [];
  const find = async () => {
    const rows = await db
      .selectFrom('genres')
      .select(['id', 'name_key'])
      .where('name_key', 'in', keys)
      .execute();
    return new Map(rows.map(({ id, name_key }) => [name_key, id]));
  };
  const known = await find();
  const missing = keys.filter((key) => !known.has(key));
  if (missing.length === 0) return keys.map((key) => known.get(key) as number);
  // In one order: whoever adds the same two the other way round would wait for us while we wait for them.
  const rows = missing
    .toSorted()
    .map((key) => ({ name: wanted.get(key) as string, name_key: key }));
  await db
    .insertInto('genres')
    .values(rows)
    .onConflict((conflict) => conflict.column('name_key').doNothing())
    .execute();
  const all = await find();
  return keys.map((key) => all.get(key) as number);
}

async function findOrAddPerson(db: Db, wish: PersonWish): Promise<{ id: PersonId; name: string }> {
  if ('id' in wish) {
    const known = await db
      .selectFrom('people')
      .select(['id', 'name'])
      .where('id', '=', wish.id)
      .executeTakeFirst();
    return known ?? fail({ kind: 'person-not-found' });
  }
  const known = await db
    .selectFrom('people')
    .select(({ selectFrom, fn }) => [
      'id',
      'name',
      selectFrom('credits')
        .select(fn.countAll<number>().as('n'))
        .whereRef('person_id', '=', 'people.id')
        .as('films'),
    ])
    .where('name_key', '=', nameKey(wish.name))
    .where('name', '=', wish.name)
    // Of two people with one name, more likely the one with more films.
    .orderBy('films', 'desc')
    .orderBy('id')
    .executeTakeFirst();
  if (known !== undefined) return { id: known.id, name: known.name };
  return db
    .insertInto('people')
    .values({ name: wish.name, name_key: nameKey(wish.name) })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow();
}
