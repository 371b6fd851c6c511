import { fail } from '../../problem.js';
import { readImdbId, readScore, readSeconds, readTmdbId } from '../cells.js';
import type { FilmClue, Wish } from '../entry.js';
import { undefuse } from '../formula.js';
import type { RecordReader, TableFormat, UploadContext } from '../table.js';
import { articleFirst, partTitle } from '../titles.js';
import { filmClue, putAside, tell } from '../told.js';

const SCALE = { least: 0.5, most: 5 };
const NO_GENRE = '(no genres listed)';
/** Of ml-100k, by the place of their flag. */
const GENRES_100K =
  'unknown|Action|Adventure|Animation|Children|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir|Horror|Musical|Mystery|Romance|Sci-Fi|Thriller|War|Western'.split(
    '|',
  );
const FIRST_FLAG = 5;

/** `ratings.csv`, `movies.csv` and `links.csv` of the data sets since 2013. */
export const MOVIELENS: TableFormat = {
  service: 'movielens',

  partsOf({ header }) {
    if (header.has('userId', 'movieId', 'rating')) return ['ratings'];
    if (header.has('movieId', 'title', 'genres')) return ['films'];
    if (header.has('movieId', 'imdbId', 'tmdbId')) return ['films'];
    return header.has('userId', 'movieId', 'tag') ? ['other'] : [];
  },

  reader(part, { header }, context) {
    const cells = (record: readonly string[], ...columns: string[]) =>
      columns.map((column) => undefuse(header.cell(record, column))) as [
        string,
        string,
        string,
        string,
      ];
    if (part === 'films' && header.has('title')) {
      return films(context, (record) => {
        const [id, text, genres] = cells(record, 'movieId', 'title', 'genres');
        return [id, titled(text, genres === NO_GENRE ? [] : genres.split('|'))];
      });
    }
    if (part === 'films') {
      return films(context, (record) => {
        const [id, imdb, tmdb] = cells(record, 'movieId', 'imdbId', 'tmdbId');
        return [id, { ids: { imdb: readImdbId(imdb), tmdb: readTmdbId(tmdb), wikidata: null } }];
      });
    }
    if (part === 'other') return { read: () => putAside(filmClue({}), 'nothing-said', 'tag') };
    return ratings(context, (record) => cells(record, 'userId', 'movieId', 'rating', 'timestamp'));
  },
};

/** What movielens.org gives everyone of their own ratings. */
export const MOVIELENS_MINE: TableFormat = {
  service: 'movielens',

  partsOf: ({ header }) =>
    header.has('movie_id', 'imdb_id', 'tmdb_id', 'rating', 'title') ? ['ratings'] : [],

  reader: (_part, { header }) => ({
    read(record) {
      const cell = (column: string) => header.cell(record, column);
      const ids = {
        imdb: readImdbId(cell('imdb_id')),
        tmdb: readTmdbId(cell('tmdb_id')),
        wikidata: null,
      };
      const film = filmClue({ ...titled(cell('title'), []), ids });
      return rated(film, cell('rating'), null);
    },
  }),
};

/** ml-100k and ml-1m, which have no header: they are known by the shape of their first record. */
export const MOVIELENS_OLD: TableFormat = {
  service: 'movielens',
  headerless: true,

  partsOf({ first }) {
    if (first.length === 4 && first.every((cell) => /^\d+$/.test(cell))) return ['ratings'];
    if (first.length === FIRST_FLAG + GENRES_100K.length && /^[01]$/.test(first.at(-1) ?? '')) {
      return ['films'];
    }
    if (first.length === 3 && /^\d+$/.test(first[0] ?? '') && /\(\d{4}\)/.test(first[1] ?? '')) {
      return ['films'];
    }
    return first.length === 5 && first.some((cell) => /^[MF]$/.test(cell)) ? ['other'] : [];
  },

  reader(part, _start, context) {
    if (part === 'other') return { read: () => null };
    if (part === 'ratings') {
      return ratings(context, ([user = '', film = '', rating = '', time = '']) => [
        user,
        film,
        rating,
        time,
      ]);
    }
    return films(context, (record) => {
      const [id = '', text = '', third = ''] = record;
      if (record.length === 3) return [id, titled(text, third.split('|'))];
      const flagged = GENRES_100K.filter((_, n) => n > 0 && record[FIRST_FLAG + n] === '1');
      return [id, titled(text, flagged)];
    });
  },
};

/** Films are no rows: they say who the rated ones are. */
function films(
  { films: known }: UploadContext,
  read: (record: readonly string[]) => [id: string, facts: Partial<FilmClue>],
): RecordReader {
  return {
    read(record) {
      const [id, facts] = read(record);
      known.set(id, { ...(known.get(id) ?? filmClue({})), ...facts });
      return null;
    },
  };
}

function ratings(
  { films: known, person }: UploadContext,
  read: (record: readonly string[]) => [user: string, film: string, rating: string, time: string],
): RecordReader {
  let only = person;
  return {
    read(record) {
      const [user, id, rating, time] = read(record);
      const film = known.get(id) ?? filmClue({});
      only ??= user;
      if (user !== only) {
        if (person !== undefined) return putAside(film, 'not-mine', user.slice(0, 40));
        const detail = `These are ratings of several people, ${only} and ${user.slice(0, 40)} among them.`;
        fail({ kind: 'import-unclear', choices: [], detail: `${detail} Say whose to take.` });
      }
      if (!known.has(id)) {
        return putAside(film, 'no-title', `No file names film ${id.slice(0, 40)}.`);
      }
      return rated(film, rating, readSeconds(time));
    },
  };
}

function rated(film: FilmClue, text: string, ratedAt: number | null) {
  const score = readScore(text, SCALE);
  if (score === undefined) {
    const detail = `The rating “${text.slice(0, 40)}” is not one of half a star to 5.`;
    return putAside(film, 'malformed', detail);
  }
  return tell(
    film,
    score.map((given): Wish => ({ kind: 'rating', score: given, ratedAt, note: null })),
  );
}

function titled(text: string, genres: string[]): Partial<FilmClue> {
  const { title, otherTitle, year } = partTitle(text);
  return { title: articleFirst(title), originalTitle: otherTitle, year, genres };
}
