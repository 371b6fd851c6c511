import {
  dayOfTime,
  readImdbId,
  readScore,
  readTime,
  readTmdbId,
  readYear,
  textOrNull,
} from '../cells.js';
import type { Wish } from '../entry.js';
import { at, type ItemFormat, textAt } from '../items.js';
import { filmClue, putAside, tell, viewing } from '../told.js';

const SCALE = { least: 1, most: 10 };

export const SIMKL: ItemFormat = {
  service: 'simkl',

  partsOf: ({ first }) => {
    const isOurs = ['movies', 'shows', 'anime'].includes(first?.key ?? '');
    return isOurs && textAt(first?.value, 'status') !== '' ? ['everything'] : [];
  },

  reader:
    () =>
    ({ key, value }) => {
      const about = at(value, 'movie') ?? at(value, 'show') ?? at(value, 'anime');
      // Films are among the anime too.
      const isFilm = key === 'movies' || textAt(value, 'anime_type') === 'movie';
      const film = filmClue({
        title: textAt(about, 'title'),
        year: readYear(textAt(about, 'year')),
        ids: {
          imdb: readImdbId(textAt(about, 'ids', 'imdb')),
          tmdb: isFilm ? readTmdbId(textAt(about, 'ids', 'tmdb')) : null,
          wikidata: null,
        },
      });
      if (!isFilm) return putAside(film, 'tv');
      const score = readScore(textAt(value, 'user_rating'), SCALE);
      if (score === undefined) return putAside(film, 'malformed', 'The rating is not 1 to 10.');
      return tell(film, wishesOf(value, score));
    },
};

/** Of films held, dropped or begun, there is a rating or nothing. */
function wishesOf(item: unknown, score: number[]): Wish[] {
  const time = (key: string) => readTime(textAt(item, key));
  const note = textOrNull(textAt(item, 'memo', 'text'));
  const ratedAt = time('user_rated_at');
  const wishes: Wish[] = score.map((given) => ({ kind: 'rating', score: given, ratedAt, note }));
  const status = textAt(item, 'status');
  if (status === 'plantowatch') {
    wishes.push({ kind: 'watchlist', addedAt: time('added_to_watchlist_at') });
  }
  if (status === 'completed') {
    const seenAt = time('last_watched_at');
    const review = score.length === 0 ? note : null;
    wishes.push(viewing({ watchedOn: dayOfTime(seenAt), loggedAt: seenAt, review }));
  }
  return wishes;
}
