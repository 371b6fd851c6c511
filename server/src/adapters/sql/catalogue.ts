import { sql } from 'kysely';
import type { Catalogue, CatalogueFilm } from '../../catalogue/film.js';
import type { CatalogueStore, Loaded } from '../../catalogue/ports.js';
import { nameKey, titleKey } from '../../movies/fold.js';
import { popularity } from '../../movies/popularity.js';
import { atomic, type Db } from './atomic.js';
import { insertMany, largestId, withoutIndexes } from './bulk.js';
import { addCredits, addPeople, type Numbered } from './catalogue-people.js';
import { type Heard, indexFilms, learnWords } from './search-index.js';

const FILMS_AT_A_TIME = 1000;
/** The tables that a first load fills. */
const FILLED = ['movies', 'movie_ids', 'movie_genres', 'people', 'credits', 'scores'] as const;

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
        const first = (await sqlCatalogue(tx).count()) === 0;
        const load = () => addCatalogue(tx, catalogue, now, onProgress);
        return first ? withoutIndexes(tx, FILLED, load) : load();
      }),
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
  const people = await addPeople(db, catalogue.people, films);
  const genres = await addGenres(db, films);
  const heard: Heard = { people: new Set(), words: new Set() };
  let id = await largestId(db, 'movies');
  onProgress(known);
  for (let i = 0; i < films.length; i += FILMS_AT_A_TIME) {
    const some = films.slice(i, i + FILMS_AT_A_TIME).map((film) => ({ id: ++id, film }));
    await addFilms(db, some, now);
    await addDetails(db, some, genres);
    await addCredits(db, some, people);
    await indexFilms(db, some, people, heard);
    onProgress(known + i + some.length);
    // Lets the progress bar be drawn.
    await new Promise(setImmediate);
  }
  await learnWords(db, heard.words);
  return { added: films.length, known };
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
  await insertMany(
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
  await insertMany(
    db,
    'tallies',
    ['movie_id'],
    films.map(({ id }) => [id]),
  );
  await insertMany(
    db,
    'scores',
    ['movie_id', 'popularity'],
    films.map(({ id, film }) => [id, popularity(film.renown, 0)]),
  );
}

/** Each goes over as one JSON text: a fraction of the cost of binding so many values. */
async function addDetails(
  db: Db,
  films: Numbered[],
  genres: ReadonlyMap<string, number>,
): Promise<void> {
  const first = films[0]?.id ?? 0;
  const ids = JSON.stringify(films.map(({ film }) => film.ids));
  await sql`insert into movie_ids (source, outside_id, movie_id)
    select id.key, id.value, ${first} + film.key
    from json_each(${ids}) as film, json_each(film.value) as id
    where id.type <> 'null'`.execute(db);
  const genreIds = films.map(({ film }) => film.genres.map((name) => genres.get(name)));
  await sql`insert into movie_genres (movie_id, position, genre_id)
    select ${first} + film.key, genre.key, genre.value
    from json_each(${JSON.stringify(genreIds)}) as film, json_each(film.value) as genre`.execute(
    db,
  );
}

async function addGenres(db: Db, films: CatalogueFilm[]): Promise<Map<string, number>> {
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
