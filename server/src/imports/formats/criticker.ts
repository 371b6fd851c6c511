import { readImdbId, readScore, readTime, readYear, textOrNull } from '../cells.js';
import type { AsideReason } from '../entry.js';
import type { TableFormat } from '../table.js';
import { filmClue, putAside, tell } from '../told.js';

/** Everyone has a scale of their own there, to 100 at most; 0 is given as any other score is. */
const WIDEST = { least: 0, most: 100 };
const NOT_FILMS: Record<string, AsideReason> = { tv: 'tv', game: 'game' };

export const CRITICKER: TableFormat = {
  service: 'criticker',

  partsOf: ({ header }) => (header.has('Score', 'Film Name', 'Date Rated') ? ['ratings'] : []),

  reader: (_part, { header }) => ({
    read(record) {
      const cell = (column: string) => header.cell(record, column);
      const film = filmClue({
        title: cell('Film Name'),
        year: readYear(cell('Year')),
        ids: { imdb: readImdbId(cell('IMDB ID')), tmdb: null, wikidata: null },
      });
      const [, kind = 'film'] = /criticker\.com\/(\w+)\//.exec(cell('URL')) ?? [];
      const why = NOT_FILMS[kind];
      if (why !== undefined) return putAside(film, why);
      const score = readScore(cell('Score'), WIDEST);
      if (score === undefined) {
        const written = cell('Score').slice(0, 40);
        return putAside(film, 'malformed', `The score “${written}” is not 0 to 100.`);
      }
      const ratedAt = readTime(cell('Date Rated'));
      const note = textOrNull(cell('Mini Review'));
      return tell(
        film,
        score.map((given) => ({ kind: 'rating', score: given, ratedAt, note })),
      );
    },
  }),
};
