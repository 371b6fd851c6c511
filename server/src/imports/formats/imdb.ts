import {
  readImdbId,
  readList,
  readMinutes,
  readReleaseDate,
  readScore,
  readTime,
  readYear,
  textOrNull,
} from '../cells.js';
import type { AsideReason, Wish } from '../entry.js';
import { undefuse } from '../formula.js';
import { isNamed, type TableFormat } from '../table.js';
import { filmClue, putAside, tell } from '../told.js';

const SCALE = { least: 1, most: 10 };

/**
 * Names of kinds of titles, as IMDb wrote them over the years (`tvSeries`, `TV Series`) and as its page says them in
 * other languages. What is none of these is taken for a film: its id decides.
 */
const NOT_FILMS: [RegExp, AsideReason][] = [
  [/podcast/i, 'not-a-film'],
  [/^(music ?video|vid[eé]o ?musical|video ?clip|clip|musikvideo|videoclipe)/i, 'not-a-film'],
  [/game|videogioco|videojuego|videospiel|jeu vid|video ?jogo|jogo/i, 'game'],
  [/ep[ií]s[oó]d|[ée]pisode|folge|एपिसोड|एपिसोड/i, 'episode'],
  [/seri|s[ée]rie|सीरीज|सीरीज़|सिरीज/i, 'tv'],
];

/** Ratings, the watchlist and other lists: three layouts of columns since 2010. */
export const IMDB: TableFormat = {
  service: 'imdb',

  partsOf({ name, header }) {
    if (!header.has('Const', 'Title')) return [];
    if (!header.has('Position')) return header.has('Your Rating') ? ['ratings'] : [];
    if (isNamed(name, /watchlist/)) return ['watchlist'];
    if (header.has('You rated') && isNamed(name, /rating/)) return ['ratings'];
    const asked = ['watchlist', 'favourites', 'list'] as const;
    return header.has('You rated') ? ['ratings', ...asked] : [...asked];
  },

  reader: (part, { header }) => ({
    read(record) {
      const cell = (...columns: string[]) =>
        undefuse(header.cell(record, columns.find((column) => header.has(column)) ?? ''));
      const film = filmClue({
        title: cell('Title'),
        originalTitle: textOrNull(cell('Original Title')),
        year: readYear(cell('Year')),
        releaseDate: readReleaseDate(cell('Release Date', 'Release Date (month/day/year)')),
        runtimeMinutes: readMinutes(cell('Runtime (mins)')),
        directors: readList(cell('Directors'), ','),
        genres: readList(cell('Genres'), ',').map((genre) => genre.replaceAll('_', '-')),
        ids: { imdb: readImdbId(cell('Const')), tmdb: null, wikidata: null },
      });
      const kind = cell('Title Type');
      const [, why] = NOT_FILMS.find(([pattern]) => pattern.test(kind)) ?? [];
      if (why !== undefined) return putAside(film, why, kind);
      const written = cell('Your Rating', 'You rated');
      const score = readScore(written, SCALE);
      if (score === undefined) {
        return putAside(film, 'malformed', `The rating “${written.slice(0, 40)}” is not 1 to 10.`);
      }
      const created = readTime(cell('Created'));
      const ratedAt = header.has('Date Rated') ? readTime(cell('Date Rated')) : created;
      const ratings = score.map(
        (given): Wish => ({ kind: 'rating', score: given, ratedAt, note: null }),
      );
      if (part === 'watchlist')
        return tell(film, [{ kind: 'watchlist', addedAt: created }, ...ratings]);
      if (part === 'favourites')
        return tell(film, [{ kind: 'favourite', addedAt: created }, ...ratings]);
      return part === 'list' && ratings.length === 0 ? putAside(film, 'list') : tell(film, ratings);
    },
  }),
};
