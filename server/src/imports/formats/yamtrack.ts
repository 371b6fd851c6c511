import {
  readDay,
  readImdbId,
  readNumber,
  readScore,
  readTime,
  readTmdbId,
  textOrNull,
} from '../cells.js';
import type { AsideReason, Wish } from '../entry.js';
import type { TableFormat } from '../table.js';
import { filmClue, putAside, tell, viewing } from '../told.js';

const SCALE = { least: 0, most: 10 };
/** Whoever has seen a film more often than this has not. */
const MOST_REPEATS = 1000;
const NOT_FILMS: Record<string, AsideReason> = {
  tv: 'tv',
  season: 'tv',
  episode: 'episode',
  game: 'game',
};

export const YAMTRACK: TableFormat = {
  service: 'yamtrack',

  partsOf: ({ header }) =>
    header.has('media_id', 'source', 'media_type', 'score', 'status') ? ['everything'] : [],

  reader: (_part, { header }) => ({
    read(record) {
      const cell = (column: string) => header.cell(record, column);
      const kind = cell('media_type').toLowerCase();
      const isFilm = kind === 'movie';
      const source = isFilm ? cell('source').toLowerCase() : '';
      const film = filmClue({
        title: cell('title'),
        ids: {
          imdb: source === 'imdb' ? readImdbId(cell('media_id')) : null,
          tmdb: source === 'tmdb' ? readTmdbId(cell('media_id')) : null,
          wikidata: null,
        },
      });
      if (!isFilm) return putAside(film, NOT_FILMS[kind] ?? 'not-a-film', kind.slice(0, 40));
      const score = readScore(cell('score'), SCALE);
      const repeats = readNumber(cell('repeats')) ?? 0;
      if (score === undefined || repeats > MOST_REPEATS) {
        const detail = `The score “${cell('score').slice(0, 40)}” is not 0 to 10, or nobody repeats that often.`;
        return putAside(film, 'malformed', detail);
      }
      return tell(film, wishesOf(cell, score, repeats));
    },
  }),
};

/** What is repeated has been seen once more than that; only the last time has a day. */
function wishesOf(cell: (column: string) => string, score: number[], repeats: number): Wish[] {
  const ended = cell('end_date') || cell('watch_date');
  const note = textOrNull(cell('notes'));
  const wishes: Wish[] = score.map((given) => ({
    kind: 'rating',
    score: given,
    ratedAt: readTime(ended),
    note,
  }));
  const status = cell('status').toLowerCase();
  if (status === 'planning')
    wishes.push({ kind: 'watchlist', addedAt: readTime(cell('start_date')) });
  if (status === 'completed' || status === 'repeating') {
    const review = score.length === 0 ? note : null;
    wishes.push(viewing({ watchedOn: readDay(ended), rewatch: repeats > 0, review }));
  }
  for (let n = 0; n < repeats; n++) wishes.push(viewing({ rewatch: true }));
  return wishes;
}
