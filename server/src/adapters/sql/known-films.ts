import { sql } from 'kysely';
import type { KnownFilms, Wanted } from '../../imports/known-films.js';
import type { KnownFilm } from '../../imports/likeness.js';
import { nameKey } from '../../movies/fold.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { NO_IDS } from './movie-rows.js';
import { shapedStatement, statement } from './statement.js';

const IDS_A_STATEMENT = 1000;
const NONE = '[]';

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

    async describe(ids, wanted = { directors: true, ids: true }) {
      const films: KnownFilm[] = [];
      for (let i = 0; i < ids.length; i += IDS_A_STATEMENT) {
        await breath();
        const some = JSON.stringify(ids.slice(i, i + IDS_A_STATEMENT));
        films.push(...(await described(db, wanted, { ids: some })).map(toFilm));
      }
      return films;
    },

    async present(ids) {
      const rows = ids.length === 0 ? [] : await present(db, { ids: JSON.stringify(ids) });
      return new Set(rows.map(({ id }) => id));
    },
  };
}

type Described = Omit<KnownFilm, 'directors' | 'ids'> & { directed: string; outside: string };

/** What belongs to a film comes as JSON, as a row costs more than what is in it. */
const described = shapedStatement((db, wanted: Wanted, { ids }: { ids: string }) => {
  const { isAmong, listOf } = engineOf(db).bulk;
  const directed = sql`(select ${listOf([sql`name`], sql`position`)} from credits
    join people on people.id = person_id where movie_id = movies.id and job = 'director')`;
  const outside = sql`(select ${listOf([sql`source`, sql`outside_id`], sql`source`)} from movie_ids
    where movie_id = movies.id and source <> 'wikipedia')`;
  return sql<Described>`select movies.id, title, original_title as "originalTitle", year, popularity,
    ${wanted.directors ? directed : sql.lit(NONE)} as directed,
    ${wanted.ids ? outside : sql.lit(NONE)} as outside
    from movies join scores on scores.movie_id = movies.id
    where ${isAmong('movies.id', ids)}`.compile(db);
});

const present = statement((db, { ids }: { ids: string }) =>
  db.selectFrom('movies').select('id').where(engineOf(db).bulk.isAmong('id', ids)).compile(),
);

function toFilm(row: Described): KnownFilm {
  const { id, title, originalTitle, year, popularity } = row;
  const directors = partsOf<[string]>(row.directed).map(([name]) => name);
  const ids = { ...NO_IDS, ...Object.fromEntries(partsOf(row.outside)) };
  return { id, title, originalTitle, year, popularity, directors, ids };
}

/** Of most films nothing is wanted: to read that from JSON, thousands of times, takes longer than the film. */
function partsOf<Part extends readonly [string, unknown?]>(list: string): Part[] {
  return list === NONE ? [] : JSON.parse(list);
}

/** Many are read one after the other: lets others have their turn between them. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
