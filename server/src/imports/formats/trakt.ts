import {
  dayOfTime,
  readImdbId,
  readScore,
  readTime,
  readTmdbId,
  readYear,
  textOrNull,
} from '../cells.js';
import type { AsideReason, FilmClue, Part, Wish } from '../entry.js';
import { at, type ItemFormat, textAt } from '../items.js';
import { isNamed } from '../table.js';
import { filmClue, putAside, type Told, tell, viewing } from '../told.js';

const SCALE = { least: 1, most: 10 };
const MOST_PLAYS = 1000;
/** The files of the export, in both layouts: `lists-watchlist.json`, `lists/watchlist.json`. */
const FILES =
  /^(lists?-)?(ratings|watched|history|lists?|watchlist|favou?rites|collection|comments|hidden|likes|user|followers|following|network|notes)\b.*\.json$/;
const NOT_FILMS: Record<string, AsideReason> = {
  show: 'tv',
  season: 'tv',
  episode: 'episode',
  person: 'not-a-film',
};

/** The export, in both layouts, and what the API answers. Only the name tells the watchlist from another list. */
export const TRAKT: ItemFormat = {
  service: 'trakt',

  partsOf({ name, first }) {
    if (first === null) return isNamed(name, FILES) ? ['other'] : [];
    if (first.key !== null) return [];
    const item = first.value;
    const about = ['movie', 'show', 'season', 'episode', 'person'].some((kind) =>
      isObject(at(item, kind)),
    );
    if (!about) return isNamed(name, FILES) ? ['other'] : [];
    if (textAt(item, 'rated_at') !== '') return ['ratings'];
    if (textAt(item, 'watched_at') !== '') return ['diary'];
    if (textAt(item, 'last_watched_at') !== '') return ['watched'];
    if (isObject(at(item, 'comment'))) return ['reviews'];
    if (textAt(item, 'listed_at') === '') return ['other'];
    if (isNamed(name, /watchlist/)) return ['watchlist'];
    if (isNamed(name, /favou?rites/)) return ['favourites'];
    return isNamed(name, /^lists?-/) ? ['list'] : ['watchlist', 'favourites', 'list'];
  },

  reader: (part, { name }, context) => {
    const inFull = context.has('trakt', 'diary');
    return ({ value }) => {
      const kind = kindOf(value);
      const film = filmOf(at(value, kind));
      if (kind !== 'movie')
        return putAside(film, NOT_FILMS[kind] ?? 'not-a-film', noted(name, part));
      if (part === 'watched' && inFull) return putAside(film, 'told-elsewhere', 'history');
      return readMovie(part, film, value);
    };
  },
};

function readMovie(part: Part, film: FilmClue, item: unknown): Told {
  // "At some time" is kept there as the beginning of 1970.
  const time = (key: string) => readTime(textAt(item, key)) || null;
  switch (part) {
    case 'ratings': {
      const score = readScore(textAt(item, 'rating'), SCALE);
      if (score === undefined) return putAside(film, 'malformed', 'The rating is not 1 to 10.');
      const ratedAt = time('rated_at');
      return tell(
        film,
        score.map((given): Wish => ({ kind: 'rating', score: given, ratedAt, note: null })),
      );
    }
    case 'diary': {
      const seenAt = time('watched_at');
      const entry = textOrNull(textAt(item, 'id'));
      return tell(film, [viewing({ watchedOn: dayOfTime(seenAt), loggedAt: seenAt, entry })]);
    }
    case 'watched':
      return readPlays(film, time('last_watched_at'), Number(textAt(item, 'plays') || 1));
    case 'reviews': {
      const review = textOrNull(textAt(item, 'comment', 'comment'));
      const loggedAt = readTime(textAt(item, 'comment', 'created_at'));
      return tell(film, review === null ? [] : [viewing({ review, loggedAt })]);
    }
    case 'watchlist':
      return tell(film, [{ kind: 'watchlist', addedAt: time('listed_at') }]);
    case 'favourites':
      return tell(film, [{ kind: 'favourite', addedAt: time('listed_at') }]);
    case 'list':
      return putAside(film, 'list');
    default:
      return textAt(item, 'collected_at') === '' ? tell(film, []) : putAside(film, 'collection');
  }
}

/** All plays but the last have no day. */
function readPlays(film: FilmClue, seenAt: number | null, plays: number): Told {
  if (!(plays <= MOST_PLAYS)) return putAside(film, 'malformed', 'Nobody plays a film that often.');
  const last = viewing({ watchedOn: dayOfTime(seenAt), loggedAt: seenAt, rewatch: plays > 1 });
  const earlier = Array.from({ length: plays - 1 }, () => viewing({ rewatch: true }));
  return tell(film, [last, ...earlier]);
}

function kindOf(item: unknown): string {
  const named = textAt(item, 'type');
  if (named !== '' && isObject(at(item, named))) return named;
  return (
    ['movie', 'episode', 'season', 'show', 'person'].find((kind) => isObject(at(item, kind))) ?? ''
  );
}

function filmOf(movie: unknown): FilmClue {
  return filmClue({
    title: textAt(movie, 'title'),
    year: readYear(textAt(movie, 'year')),
    ids: {
      imdb: readImdbId(textAt(movie, 'ids', 'imdb')),
      tmdb: readTmdbId(textAt(movie, 'ids', 'tmdb')),
      wikidata: null,
    },
  });
}

function noted(name: string, part: Part): string | null {
  return part === 'other' ? name.slice(0, 100) : null;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
