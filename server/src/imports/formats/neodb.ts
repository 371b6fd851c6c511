import {
  dayOfTime,
  readImdbId,
  readList,
  readScore,
  readTime,
  readTmdbId,
  readYear,
  textOrNull,
} from '../cells.js';
import type { AsideReason, FilmClue, Wish } from '../entry.js';
import { isNamed, type Start, type TableFormat } from '../table.js';
import { filmClue, putAside, tell, viewing } from '../told.js';

const SCALE = { least: 1, most: 10 };

/** Marks and reviews, a file of each for films, series, books and more. Both of one film are one viewing here. */
export const NEODB: TableFormat = {
  service: 'neodb',

  partsOf({ header }) {
    if (!header.has('title', 'info', 'links', 'timestamp')) return [];
    if (header.has('status', 'rating')) return ['everything'];
    if (header.has('progress')) return ['other'];
    return header.has('content') ? ['reviews'] : [];
  },

  reader(part, start) {
    // A review has a title too, in a second column of that name.
    const reviewTitle = start.first.lastIndexOf('title');
    return {
      read(record) {
        const cell = (column: string) => start.header.cell(record, column);
        const film = filmOf(cell('title'), cell('info'), cell('links'));
        const why = notFilm(start, cell('links'));
        if (why !== null) return putAside(film, why);
        if (part === 'other') return putAside(film, 'nothing-said', 'note');
        const at = readTime(cell('timestamp'));
        const entry = textOrNull(readList(cell('links'), /\s+/)[0] ?? '');
        if (part === 'reviews') {
          const texts = [record[reviewTitle]?.trim() ?? '', cell('content')];
          const review = texts.filter((text) => text !== '').join('\n\n');
          return tell(film, [viewing({ review: textOrNull(review), loggedAt: at, entry })]);
        }
        const score = readScore(cell('rating'), SCALE);
        if (score === undefined) {
          const written = cell('rating').slice(0, 40);
          return putAside(film, 'malformed', `The rating “${written}” is not 1 to 10.`);
        }
        return tell(film, marked(cell, score, at, entry));
      },
    };
  },
};

function marked(
  cell: (column: string) => string,
  score: number[],
  at: number | null,
  entry: string | null,
): Wish[] {
  const status = cell('status');
  const note = textOrNull(cell('comment'));
  const wishes: Wish[] = score.map((given) => ({
    kind: 'rating',
    score: given,
    ratedAt: at,
    note,
  }));
  if (status === 'wishlist') wishes.push({ kind: 'watchlist', addedAt: at });
  if (status === 'complete') {
    const tags = readList(cell('tags'), cell('tags').includes('|') ? /\|/ : /[\s,]+/);
    const review = score.length === 0 ? note : null;
    wishes.push(viewing({ watchedOn: dayOfTime(at), loggedAt: at, tags, review, entry }));
  }
  return wishes;
}

/** `info` has facts by their names: `imdb:tt0133093 year:1999 director:Lana Wachowski/Lilly Wachowski`. */
function filmOf(title: string, info: string, links: string): FilmClue {
  const ids = `${info} ${links}`;
  const fact = (name: string) =>
    new RegExp(`\\b${name}:(.*?)(?=\\s+\\w+:|$)`, 's').exec(info)?.[1] ?? '';
  const tmdb = /themoviedb\.org\/movie\/(\d+)|\btmdb(?:_movie)?:(\d+)/.exec(ids);
  return filmClue({
    title,
    year: readYear(fact('year')),
    directors: readList(fact('director'), /\//),
    ids: {
      imdb: readImdbId(/tt\d{7,10}/.exec(ids)?.[0] ?? ''),
      tmdb: readTmdbId(tmdb?.[1] ?? tmdb?.[2] ?? ''),
      wikidata: null,
    },
  });
}

/** By the address of what was marked, or by the name of the file. */
function notFilm({ name }: Start, links: string): AsideReason | null {
  if (/\/movie\//.test(links)) return null;
  if (/\/tv\//.test(links) || isNamed(name, /^tv_/)) return 'tv';
  if (/\/game\//.test(links) || isNamed(name, /^game_/)) return 'game';
  if (/\/(book|album|podcast|performance)\//.test(links)) return 'not-a-film';
  return isNamed(name, /^(book|music|podcast|performance)_/) ? 'not-a-film' : null;
}
