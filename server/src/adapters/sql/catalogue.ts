import type { CatalogueFilm } from '../../catalogue/film.js';
import type { CatalogueStore } from '../../catalogue/ports.js';
import { fold, nameKey, titleKey } from '../../movies/fold.js';
import { popularity } from '../../movies/popularity.js';
import { movieWords } from '../../movies/search-text.js';
import { atomic, type Db } from './atomic.js';
import { insertMany, largestId } from './bulk.js';
import { addPeople } from './catalogue-people.js';
import { learnWords } from './search-index.js';

const FILMS_AT_A_TIME = 1000;

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
        const films = await unknownOf(tx, catalogue.films);
        const known = catalogue.films.length - films.length;
        const people = await addPeople(tx, catalogue.people, films);
        const genres = await addGenres(tx, films);
        const vocabulary = new Set<string>();
        let id = await largestId(tx, 'movies');
        onProgress(known);
        for (let i = 0; i < films.length; i += FILMS_AT_A_TIME) {
          const some = films.slice(i, i + FILMS_AT_A_TIME).map((film) => ({ id: ++id, film }));
          await addFilms(tx, some, now);
          await addDetails(tx, some, { people, genres });
          await addWords(tx, some, catalogue.people, vocabulary);
          onProgress(known + i + some.length);
          // Lets the progress bar be drawn.
          await new Promise(setImmediate);
        }
        await learnWords(tx, vocabulary);
        return { added: films.length, known };
      }),
  };
}

type Numbered = { id: number; film: CatalogueFilm };
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

async function addDetails(
  db: Db,
  films: Numbered[],
  { people, genres }: { people: ReadonlyMap<number, number>; genres: ReadonlyMap<string, number> },
): Promise<void> {
  await insertMany(
    db,
    'movie_ids',
    ['source', 'outside_id', 'movie_id'],
    films.flatMap(({ id, film }) =>
      SOURCES.flatMap((source) => {
        const outsideId = film.ids[source];
        return outsideId === null ? [] : [[source, outsideId, id]];
      }),
    ),
  );
  await insertMany(
    db,
    'movie_genres',
    ['movie_id', 'position', 'genre_id'],
    films.flatMap(({ id, film }) =>
      film.genres.map((name, position) => [id, position, genres.get(nameKey(name)) as number]),
    ),
  );
  await insertMany(
    db,
    'credits',
    ['movie_id', 'job', 'position', 'person_id'],
    films.flatMap(({ id, film }) => [
      ...film.cast.map((at, position) => [id, 'cast', position, people.get(at) as number]),
      ...film.directors.map((at, position) => [id, 'director', position, people.get(at) as number]),
    ]),
  );
}

async function addWords(
  db: Db,
  films: Numbered[],
  people: readonly string[],
  vocabulary: Set<string>,
): Promise<void> {
  const rows = films.map(({ id, film }) => {
    const titles = movieWords({ title: film.title, originalTitle: null });
    const names = fold([...film.directors, ...film.cast].map((at) => people[at]).join(' '));
    for (const word of titles.split(' ')) vocabulary.add(word);
    for (const word of names.split(' ')) vocabulary.add(word);
    return [id, titles, names];
  });
  await insertMany(db, 'movie_search', ['rowid', 'title', 'people'], rows);
}

async function addGenres(db: Db, films: CatalogueFilm[]): Promise<Map<string, number>> {
  for (const name of new Set(films.flatMap(({ genres }) => genres))) {
    await db
      .insertInto('genres')
      .values({ name, name_key: nameKey(name) })
      .onConflict((conflict) => conflict.column('name_key').doNothing())
      .execute();
  }
  const rows = await db.selectFrom('genres').select(['id', 'name_key']).execute();
  return new Map(rows.map(({ id, name_key }) => [name_key, id]));
}
