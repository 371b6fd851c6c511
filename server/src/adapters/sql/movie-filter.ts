import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { nameKey } from '../../movies/fold.js';
import type { MovieFilter } from '../../movies/ports.js';
import type { Db } from './atomic.js';
import { knownTotal } from './known-totals.js';
import { BY_VALUES } from './prepared.js';

/** The movies that a filter leaves, among those ids if any are given. */
export function filteredMovies(
  db: Db,
  { genre, minYear, maxYear, person }: Omit<MovieFilter, 'q'>,
  among: RawBuilder<unknown> | null,
) {
  let query = db.selectFrom('movies');
  if (among !== null) query = query.where(sql<boolean>`movies.id in ${among}`);
  if (minYear !== undefined) query = query.where('year', '>=', minYear);
  if (maxYear !== undefined) query = query.where('year', '<=', maxYear);
  if (genre !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('movie_genres')
          .innerJoin('genres', 'genres.id', 'genre_id')
          .select('genre_id')
          .whereRef('movie_genres.movie_id', '=', 'movies.id')
          .where('name_key', '=', nameKey(genre)),
      ),
    );
  }
  if (person !== undefined) {
    query = query.where('movies.id', 'in', ({ selectFrom }) =>
      selectFrom('credits')
        .innerJoin('people', 'people.id', 'person_id')
        .select('credits.movie_id')
        .where(isPerson(person)),
    );
  }
  return query;
}

/**
 * How many rows are left of what was filtered by these; where they are many, as it was a moment ago. Planned for any range
 * of years, PostgreSQL takes it for a two-hundredth of all films, and looks up each one's score by itself, also where they
 * are all of them.
 */
export async function totalOf<DB, Table extends keyof DB>(
  db: Db,
  query: SelectQueryBuilder<DB, Table, object>,
  { minYear, maxYear }: Pick<MovieFilter, 'minYear' | 'maxYear'>,
): Promise<number> {
  const isOfYears = minYear !== undefined || maxYear !== undefined;
  const counting = query
    .$if(isOfYears, (all) => all.modifyFront(sql.raw(BY_VALUES)))
    .select(sql<number>`count(*)`.as('total'))
    .$castTo<{ total: number }>()
    .compile();
  return knownTotal(db, counting, async () => {
    const { rows } = await db.executeQuery(counting);
    return rows[0]?.total ?? 0;
  });
}

function isPerson(named: string) {
  if (!/^\d+$/.test(named)) return sql<boolean>`people.name_key = ${nameKey(named)}`;
  const id = Number(named);
  // Nobody has an id that is larger than any.
  return sql<boolean>`people.id = ${Number.isSafeInteger(id) ? id : 0}`;
}
