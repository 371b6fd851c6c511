import { LONGEST_NOTE } from '../../ratings/rating.js';
import {
  firstOf,
  readDay,
  readImdbId,
  readList,
  readScore,
  readTime,
  readTmdbId,
  readYear,
  textOrNull,
} from '../cells.js';
import type { Part, Wish } from '../entry.js';
import { undefuse } from '../formula.js';
import { isIn, isNamed, type RecordReader, type Start, type TableFormat } from '../table.js';
import { filmClue, putAside, type Told, tell, viewing } from '../told.js';

const SCALE = { least: 0.5, most: 5 };
const FILM_COLUMNS = ['Date', 'Name', 'Year', 'Letterboxd URI'];
const LIST_TITLE = 'Letterboxd list export';
/** Of Letterboxd, about no film. */
const OTHER = [
  ['Date', 'Content', 'Comment'],
  ['Date', 'Content'],
  ['Date Joined', 'Username'],
];

/** The files of the export. Only the name tells films seen, wanted and liked apart. */
export const LETTERBOXD: TableFormat = {
  service: 'letterboxd',

  partsOf({ name, first, header }) {
    if (first[0]?.startsWith(LIST_TITLE)) return ['list'];
    if (OTHER.some((columns) => header.has(...columns))) return ['other'];
    if (!header.has(...FILM_COLUMNS)) return [];
    if (header.has('Review')) return ['reviews'];
    if (header.has('Watched Date')) return ['diary'];
    if (header.has('Rating')) return ['ratings'];
    if (isNamed(name, /watchlist/)) return ['watchlist'];
    if (isIn(name, 'likes') || isNamed(name, /like/)) return ['favourites'];
    return isNamed(name, /watched/) ? ['watched'] : ['watched', 'watchlist', 'favourites'];
  },

  reader(part, start, context) {
    if (part === 'list') return listReader();
    const rated = context.has('letterboxd', 'ratings');
    return { read: (record) => readFilm(part, start, record, rated) };
  },
};

function readFilm(part: Part, start: Start, record: readonly string[], rated: boolean): Told {
  const cell = (column: string) => start.header.cell(record, column);
  if (part === 'other') return putAside(filmClue({}), 'not-a-film');
  const film = filmClue({ title: cell('Name'), year: readYear(cell('Year')) });
  if (isIn(start.name, 'deleted', 'orphaned')) return putAside(film, 'deleted');
  const at = readTime(cell('Date'));
  const score = readScore(cell('Rating'), SCALE);
  if (score === undefined) return putAside(film, 'malformed', notOnScale(cell('Rating')));
  const ratings = score.map(
    (given): Wish => ({ kind: 'rating', score: given, ratedAt: at, note: null }),
  );
  switch (part) {
    case 'ratings':
      return tell(film, ratings);
    case 'watchlist':
      return tell(film, [{ kind: 'watchlist', addedAt: at }]);
    case 'favourites':
      return tell(film, [{ kind: 'favourite', addedAt: at }]);
    case 'watched':
      return tell(film, [viewing({ loggedAt: at })]);
    default: {
      const seen = viewing({
        watchedOn: readDay(cell('Watched Date')),
        score: score[0] ?? null,
        rewatch: isYes(cell('Rewatch')),
        tags: readList(cell('Tags'), ','),
        review: textOrNull(cell('Review')),
        loggedAt: at,
        entry: textOrNull(cell('Letterboxd URI')),
      });
      // What is thought of the film now is in ratings.csv; without it, what was thought then is all there is.
      return tell(film, rated ? [seen] : [...ratings, seen]);
    }
  }
}

/** Two tables in one file: what the list is, then its films. */
function listReader(): RecordReader {
  let position: number | null = null;
  return {
    read(record) {
      if (position === null) {
        if (record[0] === 'Position') position = record.indexOf('Name');
        return null;
      }
      const year = readYear(record[position + 1] ?? '');
      return putAside(filmClue({ title: record[position] ?? '', year }), 'list');
    },
  };
}

const IMPORT_COLUMNS = [
  'LetterboxdURI',
  'tmdbID',
  'imdbID',
  'Title',
  'Year',
  'Directors',
  'Rating',
  'Rating10',
  'WatchedDate',
  'Rewatch',
  'Tags',
  'Review',
];

/** What Letterboxd takes, and many tools write. */
export const LETTERBOXD_IMPORT: TableFormat = {
  service: 'letterboxd',

  partsOf({ name, header }) {
    const named = ['Title', 'tmdbID', 'imdbID'].some((column) => header.has(column));
    if (!named || !header.within(IMPORT_COLUMNS)) return [];
    const told = ['Rating', 'Rating10', 'WatchedDate', 'Rewatch', 'Review'];
    if (told.some((column) => header.has(column))) return ['diary'];
    return isNamed(name, /watchlist/) ? ['watchlist'] : ['watched', 'watchlist', 'favourites'];
  },

  reader: (part, { header }) => ({
    read(record) {
      const cell = (column: string) => undefuse(header.cell(record, column));
      const film = filmClue({
        title: cell('Title'),
        year: readYear(cell('Year')),
        directors: readList(cell('Directors'), ','),
        ids: { imdb: readImdbId(cell('imdbID')), tmdb: readTmdbId(cell('tmdbID')), wikidata: null },
      });
      if (part === 'watchlist') return tell(film, [{ kind: 'watchlist', addedAt: null }]);
      if (part === 'favourites') return tell(film, [{ kind: 'favourite', addedAt: null }]);
      const ofTen = readScore(cell('Rating10'), { least: 1, most: 10 })?.map((score) => score / 2);
      const score = cell('Rating') === '' ? ofTen : readScore(cell('Rating'), SCALE);
      if (score === undefined) {
        return putAside(film, 'malformed', notOnScale(cell('Rating') || cell('Rating10')));
      }
      return tell(film, seenAndRated(cell, score));
    },
  }),
};

/** Who tells nothing of a viewing says what they think of the film, which they have seen some day. */
function seenAndRated(cell: (column: string) => string, [score]: number[]): Wish[] {
  const day = cell('WatchedDate');
  const rewatch = isYes(cell('Rewatch'));
  const tags = readList(cell('Tags'), ',');
  const review = textOrNull(cell('Review'));
  const ratedAt = readTime(day);
  const isOfFilm = day === '' && !rewatch && tags.length === 0;
  if (isOfFilm && score !== undefined && isNote(review)) {
    return [{ kind: 'rating', score, ratedAt, note: review }, viewing({})];
  }
  const seen = viewing({ watchedOn: readDay(day), score: score ?? null, rewatch, tags, review });
  if (score === undefined) return [seen];
  return [{ kind: 'rating', score, ratedAt, note: null, atViewing: true }, seen];
}

function isNote(review: string | null): boolean {
  return review === null || firstOf(review, LONGEST_NOTE) === review;
}

function isYes(text: string): boolean {
  return /^(yes|true|1)$/i.test(text);
}

function notOnScale(text: string): string {
  return `The rating “${text.slice(0, 40)}” is not one of half a star to 5.`;
}
