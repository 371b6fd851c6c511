import {
  readDay,
  readImdbId,
  readList,
  readScore,
  readTime,
  readTmdbId,
  readYear,
  textOrNull,
} from '../cells.js';
import type { TableFormat } from '../table.js';
import { articleFirst } from '../titles.js';
import { filmClue, putAside, tell, viewing } from '../told.js';

const COLUMNS = ['title', 'year', 'tmdbId', 'imdbId'];

/** One line per viewing in the history; the place is kept as a tag. */
export const MOVARY: TableFormat = {
  service: 'movary',

  partsOf({ header }) {
    if (!header.has(...COLUMNS)) return [];
    if (header.has('watchedAt')) return ['diary'];
    if (header.has('userRating')) return ['ratings'];
    return header.has('addedAt') ? ['watchlist'] : [];
  },

  reader: (part, { header }) => ({
    read(record) {
      const cell = (column: string) => header.cell(record, column);
      const film = filmClue({
        title: articleFirst(cell('title')),
        year: readYear(cell('year')),
        ids: { imdb: readImdbId(cell('imdbId')), tmdb: readTmdbId(cell('tmdbId')), wikidata: null },
      });
      if (part === 'watchlist') {
        return tell(film, [{ kind: 'watchlist', addedAt: readTime(cell('addedAt')) }]);
      }
      if (part === 'diary') {
        const review = textOrNull(cell('comment'));
        const tags = readList(cell('location'), '\n');
        return tell(film, [viewing({ watchedOn: readDay(cell('watchedAt')), review, tags })]);
      }
      const score = readScore(cell('userRating'), { least: 1, most: 10 });
      if (score === undefined) {
        const written = cell('userRating').slice(0, 40);
        return putAside(film, 'malformed', `The rating “${written}” is not 1 to 10.`);
      }
      return tell(
        film,
        score.map((given) => ({ kind: 'rating', score: given, ratedAt: null, note: null })),
      );
    },
  }),
};
