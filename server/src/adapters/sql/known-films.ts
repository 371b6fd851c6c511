import type { KnownFilms } from '../../imports/known-films.js';
import { nameKey } from '../../movies/fold.js';
import type { MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';
import { readOutsideIds } from './movie-rows.js';

const IDS_A_STATEMENT = 1000;

export function sqlKnownFilms(db: Db): KnownFilms {
  const titled = db
    .selectFrom('movies')
    .select(['id', 'title', 'original_title as originalTitle', 'year']);
  return {
    async page(after, limit) {
      await breath();
      return titled
        .$if(after !== null, (rows) => rows.where('id', '>', after))
        .orderBy('id')
        .limit(limit)
        .execute();
    },

    async directedBy(names) {
      const keys = [...new Set(names.map(nameKey))];
      if (keys.length === 0) return [];
      return db
        .selectFrom('people')
        .innerJoin('credits', 'credits.person_id', 'people.id')
        .innerJoin('movies', 'movies.id', 'credits.movie_id')
        .select(['movies.id', 'year'])
        .distinct()
        .where('people.name_key', 'in', keys)
        .where('job', '=', 'director')
        .execute();
    },

    async describe(ids) {
      const films = [];
      for (let i = 0; i < ids.length; i += IDS_A_STATEMENT) {
        const some = ids.slice(i, i + IDS_A_STATEMENT);
        await breath();
        const rows = await titled
          .innerJoin('scores', 'scores.movie_id', 'movies.id')
          .select('popularity')
          .where('id', 'in', some)
          .execute();
        const directors = await db
          .selectFrom('credits')
          .innerJoin('people', 'people.id', 'person_id')
          .select(['movie_id', 'name'])
          .where('movie_id', 'in', some)
          .where('job', '=', 'director')
          .execute();
        const outside = await readOutsideIds(db, some);
        const byMovie = new Map<MovieId, string[]>();
        for (const { movie_id, name } of directors) {
          byMovie.set(movie_id, [...(byMovie.get(movie_id) ?? []), name]);
        }
        films.push(
          ...rows.map((row) => ({
            ...row,
            directors: byMovie.get(row.id) ?? [],
            ids: outside.get(row.id) ?? { tmdb: null, imdb: null, wikidata: null },
          })),
        );
      }
      return films;
    },
  };
}

/** Many are read one after the other: lets others have their turn between them. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
