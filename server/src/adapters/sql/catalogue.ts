import type { Catalogue, CatalogueFilm } from '../../catalogue/film.js';
import type { CatalogueStore, Loaded } from '../../catalogue/ports.js';
import { nameKey, titleKey } from '../../movies/fold.js';
import type { MovieId } from '../../movies/movie.js';
import { popularity } from '../../movies/popularity.js';
import { atomic, type Db } from './atomic.js';
import { addCredits, addPeople, type Numbered } from './catalogue-people.js';
import { engineOf } from './engines.js';
import { insertMany } from './insert-many.js';
import { type Heard, indexFilms, learnWords } from './search-index.js';

const FILMS_AT_A_TIME = 1000;
/** The tables that a first load fills. */
const FILLED = ['movies', 'movie_ids', 'movie_genres', 'people', 'credits', 'scores'] as const;

const SEARCHED = ['tallies', 'movie_search', 'search_words'] as const;

export function sqlCatalogue(db: Db): CatalogueStore {
  return {
    async count() {
      const { n } = await db
        .selectFrom('movies')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return n;
    },

    load: (catalogue, now, onProgress) =>
      atomic(db, async (tx) => {
        // Of two who load at once, the second finds all known.
        await engineOf(tx).lockTable(tx, 'movies');
        const first = (await sqlCatalogue(tx).count()) === 0;
        const load = () => addCatalogue(tx, catalogue, now, onProgress);
        return first ? engineOf(tx).bulk.withoutIndexes(tx, FILLED, load) : load();
      }),

    add: (films, now) => atomic(db, (tx) => addNew(tx, { people: [], films }, now, () => {})),
  };
}

async function addCatalogue(
  db: Db,
  catalogue: Catalogue,
  now: number,
  onProgress: (films: number) => void,
): Promise<Loaded> {
  const films = await unknownOf(db, catalogue.films);
  const known = catalogue.films.length - films.length;
  onProgress(known);
  await addNew(db, { people: catalogue.people, films }, now, (added) => onProgress(known + added));
  return { added: films.length, known };
}

/** Films that none of our movies is. */
async function addNew(
  db: Db,
  { people: names, films }: Catalogue,
  now: number,
  onProgress: (films: number) => void,
): Promise<MovieId[]> {
  if (films.length === 0) return [];
  const people = await addPeople(db, names, films);
  const genres = await addGenres(db, films);
  const heard: Heard = { people: new Set(), words: new Set() };
  const ids = await engineOf(db).bulk.reserveIds(db, 'movies', films.length);
  const numbered = films.map((film, i) => ({ id: ids[i] as number, film }));
  for (let i = 0; i < films.length; i += FILMS_AT_A_TIME) {
    const some = numbered.slice(i, i + FILMS_AT_A_TIME);
    await addFilms(db, some, now);
    await addDetails(db, some, genres);
    await addCredits(db, some, people);
    await indexFilms(db, some, people, heard);
    onProgress(i + some.length);
    // Lets the progress bar be drawn.
    await new Promise(setImmediate);
  }
  await learnWords(db, heard.words);
  await engineOf(db).bulk.takeStock(db, [...FILLED, ...SEARCHED]);
  return ids as MovieId[];
}

const SOURCES = ['imdb', 'tmdb', 'wikidata', 'wikipedia'] as const;

/** Those films of which no outside id is known yet. */
async function unknownOf(db: Db, films: readonly CatalogueFilm[]): Promise<CatalogueFilm[]> {
  const rows = await db.selectFrom('movie_ids').select(['source', 'outside_id']).execute();
  const known = new Set(rows.map(({ source, outside_id }) => `${source}:${outside_id}`));
  return films.filter(
    ({ ids }) => !SOURCES.some((source) => known.has(`${source}:${ids[source]}`)),
  );
}

async function addFilms(db: Db, films: Numbered[], now: number): Promise<void> {
  const { bulk } = engineOf(db);
  await insertMany(
    bulk,
    db,
    'movies',
    ['id', 'title', 'title_key', 'year', 'release_date', 'renown', 'created_at', 'updated_at'],
    films.map(({ id, film }) => [
      id,
      film.title,
      titleKey(film.title),
      film.year,
      film.releaseDate,
      film.renown,
      now,
      now,
    ]),
  );
  const tallies = films.map(({ id }) => [id]);
  await insertMany(bulk, db, 'tallies', ['movie_id'], tallies);
  const scores = films.map(({ id, film }) => [id, popularity(film.renown, 0)]);
  await insertMany(bulk, db, 'scores', ['movie_id', 'popularity'], scores);
}

async function addDetails(
  db: Db,
  films: Numbered[],
  genres: ReadonlyMap<string, number>,
): Promise<void> {
  const { bulk } = engineOf(db);
  const ids = films.flatMap(({ id, film }) =>
    SOURCES.flatMap((source) => {
      const outsideId = film.ids[source];
      return outsideId === null ? [] : [[source, outsideId, id]];
    }),
  );
  await insertMany(bulk, db, 'movie_ids', ['source', 'outside_id', 'movie_id'], ids);
  const named = films.flatMap(({ id, film }) =>
    film.genres.map((name, position) => [id, position, genres.get(name) ?? null]),
  );
  await insertMany(bulk, db, 'movie_genres', ['movie_id', 'position', 'genre_id'], named);
}

async function addGenres(db: Db, films: readonly CatalogueFilm[]): Promise<Map<string, number>> {
  const names = [...new Set(films.flatMap(({ genres }) => genres))];
  for (const name of names) {
    await db
      .insertInto('genres')
      .values({ name, name_key: nameKey(name) })
      .onConflict((conflict) => conflict.column('name_key').doNothing())
      .execute();
  }
  const rows = await db.selectFrom('genres').select(['id', 'name_key']).execute();
  const ids = new Map(rows.map(({ id, name_key }) => [name_key, id]));
  return new Map(names.map((name) => [name, ids.get(nameKey(name)) as number]));
}
