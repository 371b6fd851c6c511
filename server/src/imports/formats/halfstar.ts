import type { MovieId } from '../../movies/movie.js';
import {
  readDay,
  readImdbId,
  readMinutes,
  readReleaseDate,
  readScore,
  readTime,
  readTmdbId,
  readWikidataId,
  readYear,
  textOrNull,
} from '../cells.js';
import type { FilmClue, Part, Wish } from '../entry.js';
import { undefuse } from '../formula.js';
import { at, type ItemFormat, keptAt, textAt, textsAt } from '../items.js';
import { partCell } from '../joined.js';
import type { TableFormat } from '../table.js';
import { filmClue, putAside, type Told, tell, viewing } from '../told.js';

const SCALE = { least: 0, most: 5 };
const PARTS: Record<string, Part> = {
  ratings: 'ratings',
  viewings: 'diary',
  watchlist: 'watchlist',
  favourites: 'favourites',
};

/** A field of a wish by its name in JSON, `ratedAt`; in tables it is a column, `Rated At`. */
type Field = (name: string) => string;
type Facts = {
  field: Field;
  tags: string[];
  isTrue: (name: string) => boolean;
  /** Each is a viewing of its own, also where nothing is said of it. */
  entry: string;
};

/** Our own export, whole. */
export const HALFSTAR: ItemFormat = {
  service: 'halfstar',

  partsOf: ({ text }) =>
    /^\s*\{\s*"format"\s*:\s*"halfstar-export"/.test(text) ? ['everything'] : [],

  reader: () => {
    let entries = 0;
    return ({ key, value }) => {
      const movie = at(value, 'movie');
      const field: Field = (name) => textAt(movie, name) || textAt(movie, 'ids', name);
      const told = filmOf(field, textsAt(movie, 'directors'), textsAt(movie, 'genres'));
      const id = at(movie, 'id');
      const film = Number.isSafeInteger(id) ? { ...told, ours: id as MovieId } : told;
      const part = PARTS[key ?? ''];
      if (part === undefined) return putAside(film, 'nothing-said', key?.slice(0, 40) ?? null);
      return read(part, film, {
        field: (name) => keptAt(value, name),
        tags: textsAt(value, 'tags'),
        isTrue: (name) => at(value, name) === true,
        entry: String(++entries),
      });
    };
  },
};

/** A table of our export. */
export const HALFSTAR_TABLE: TableFormat = {
  service: 'halfstar',

  partsOf({ header }) {
    if (!header.has('Title', 'Year', 'Wikidata ID')) return [];
    // What was rated before is told, and not taken in: a rating has the history that it was given here.
    if (header.has('Movie ID', 'At')) return ['other'];
    if (header.has('Watched On')) return ['diary'];
    if (header.has('Stars', 'Rated At')) return ['ratings'];
    if (header.has('Favourite Since')) return ['favourites'];
    return header.has('Added At') ? ['watchlist'] : [];
  },

  reader(part, { header }, context) {
    if (part === 'other') return { read: () => null };
    let entries = 0;
    return {
      read(record) {
        const cell: Field = (column) => undefuse(header.cell(record, column));
        const field: Field = (name) => cell(COLUMNS[name] ?? '');
        const film = filmOf(field, partCell(cell('Directors')), partCell(cell('Genres')));
        if (context.has('halfstar', 'everything')) return putAside(film, 'told-elsewhere');
        return read(part, film, {
          field,
          tags: partCell(cell('Tags')),
          isTrue: (name) => field(name) === 'yes',
          entry: String(++entries),
        });
      },
    };
  },
};

const COLUMNS: Record<string, string> = {
  title: 'Title',
  originalTitle: 'Original Title',
  year: 'Year',
  releaseDate: 'Release Date',
  runtimeMinutes: 'Runtime',
  imdb: 'IMDb ID',
  tmdb: 'TMDB ID',
  wikidata: 'Wikidata ID',
  stars: 'Stars',
  ratedAt: 'Rated At',
  note: 'Note',
  watchedOn: 'Watched On',
  rewatch: 'Rewatch',
  review: 'Review',
  loggedAt: 'Logged At',
  addedAt: 'Added At',
  favouriteSince: 'Favourite Since',
};

function read(part: Part, film: FilmClue, { field, tags, isTrue, entry }: Facts): Told {
  const score = readScore(field('stars'), SCALE);
  if (score === undefined) return putAside(film, 'malformed', 'The stars are not 0 to 5.');
  const addedAt = readTime(field('addedAt') || field('favouriteSince'));
  switch (part) {
    case 'watchlist':
      return tell(film, [{ kind: 'watchlist', addedAt }]);
    case 'favourites':
      return tell(film, [{ kind: 'favourite', addedAt }]);
    case 'diary':
      return tell(film, [
        viewing({
          watchedOn: readDay(field('watchedOn')),
          score: score[0] ?? null,
          rewatch: isTrue('rewatch'),
          tags,
          review: textOrNull(field('review')),
          loggedAt: readTime(field('loggedAt')),
          entry,
        }),
      ]);
    default: {
      const ratedAt = readTime(field('ratedAt'));
      const note = textOrNull(field('note'));
      return tell(
        film,
        score.map((given): Wish => ({ kind: 'rating', score: given, ratedAt, note })),
      );
    }
  }
}

function filmOf(field: Field, directors: string[], genres: string[]): FilmClue {
  return filmClue({
    title: field('title'),
    originalTitle: textOrNull(field('originalTitle')),
    year: readYear(field('year')),
    releaseDate: readReleaseDate(field('releaseDate')),
    runtimeMinutes: readMinutes(field('runtimeMinutes')),
    directors,
    genres,
    ids: {
      imdb: readImdbId(field('imdb')),
      tmdb: readTmdbId(field('tmdb')),
      wikidata: readWikidataId(field('wikidata')),
    },
  });
}
