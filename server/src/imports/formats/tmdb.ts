import {
  readImdbId,
  readReleaseDate,
  readScore,
  readTime,
  readTmdbId,
  readYear,
} from '../cells.js';
import type { Wish } from '../entry.js';
import { isNamed, type TableFormat } from '../table.js';
import { filmClue, putAside, tell } from '../told.js';

const SCALE = { least: 0.5, most: 10 };

/** `Rating` is what everyone gave, `Your Rating` what this person did. Only the name tells the files apart. */
export const TMDB: TableFormat = {
  service: 'tmdb',

  partsOf({ name, header }) {
    if (!header.has('TMDb ID', 'Type', 'Name', 'Your Rating')) return [];
    if (isNamed(name, /watchlist/)) return ['watchlist'];
    if (isNamed(name, /favou?rite/)) return ['favourites'];
    return isNamed(name, /rat(ed|ing)/) ? ['ratings'] : ['ratings', 'watchlist', 'favourites'];
  },

  reader: (part, { header }) => ({
    read(record) {
      const cell = (column: string) => header.cell(record, column);
      const released = cell('Release Date');
      const film = filmClue({
        title: cell('Name'),
        year: readYear(released.slice(0, 4)),
        releaseDate: readReleaseDate(released),
        ids: {
          imdb: readImdbId(cell('IMDb ID')),
          // Of a series it is the number of another thing.
          tmdb: cell('Type') === 'movie' ? readTmdbId(cell('TMDb ID')) : null,
          wikidata: null,
        },
      });
      if (cell('Episode Number') !== '') return putAside(film, 'episode');
      if (cell('Type') !== 'movie')
        return putAside(film, cell('Type') === 'tv' ? 'tv' : 'not-a-film');
      const at = readTime(cell('Date Rated'));
      const score = readScore(cell('Your Rating'), SCALE);
      if (score === undefined) {
        const written = cell('Your Rating').slice(0, 40);
        return putAside(film, 'malformed', `The rating “${written}” is not one to 10.`);
      }
      const ratings = score.map(
        (given): Wish => ({ kind: 'rating', score: given, ratedAt: at, note: null }),
      );
      // In the other two files the date is when the film was put there.
      const undated = score.map(
        (given): Wish => ({ kind: 'rating', score: given, ratedAt: null, note: null }),
      );
      if (part === 'watchlist') return tell(film, [{ kind: 'watchlist', addedAt: at }, ...undated]);
      if (part === 'favourites')
        return tell(film, [{ kind: 'favourite', addedAt: at }, ...undated]);
      return tell(film, ratings);
    },
  }),
};
