import { failField } from '../problem.js';
import { isDay } from './day.js';
import { FIRST_YEAR, LAST_YEAR, type MovieWish, type PersonWish } from './movie.js';
import { isVisible } from './visible.js';

/** The wish with its texts trimmed and its year from its date; refuses what no film has. */
export function checkMovie(wish: MovieWish): MovieWish {
  const releaseDate = wish.releaseDate;
  if (releaseDate !== null) checkDate(releaseDate);
  const yearOfDate = releaseDate === null ? null : Number(releaseDate.slice(0, 4));
  return {
    title: text('title', wish.title) ?? failField('title', 'min-length', 'A movie has a title.'),
    originalTitle: text('originalTitle', wish.originalTitle),
    year: wish.year ?? yearOfDate,
    releaseDate,
    runtimeMinutes: wish.runtimeMinutes,
    overview: text('overview', wish.overview),
    posterUrl: wish.posterUrl === null ? null : checkUrl(wish.posterUrl),
    genres: names('genres', wish.genres),
    directors: once(people('directors', wish.directors)),
    cast: people('cast', wish.cast),
    ids: wish.ids,
  };
}

function text(field: string, value: string | null): string | null {
  const trimmed = value?.normalize('NFC').trim() ?? '';
  if (trimmed === '' && field !== 'title') return null;
  if (!isVisible(trimmed)) failField(field, 'format', 'There is nothing to read in it.');
  return trimmed;
}

function checkDate(date: string): void {
  if (!isDay(date)) failField('releaseDate', 'format', 'releaseDate is not a day that exists.');
  const year = Number(date.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    failField('releaseDate', 'range', `Films are from ${FIRST_YEAR} to ${LAST_YEAR}.`);
  }
}

function checkUrl(url: string): string {
  const { protocol } = URL.canParse(url) ? new URL(url) : { protocol: '' };
  if (protocol !== 'https:' && protocol !== 'http:') {
    failField('posterUrl', 'format', 'posterUrl is not the address of a picture.');
  }
  return url;
}

function names(field: string, values: readonly string[]): string[] {
  return values.map((value, i) => text(`${field}/${i}`, value) ?? empty(`${field}/${i}`));
}

function people(field: string, wishes: readonly PersonWish[]): PersonWish[] {
  return wishes.map((wish, i) =>
    'id' in wish ? wish : { name: text(`${field}/${i}`, wish.name) ?? empty(`${field}/${i}`) },
  );
}

/** Each once: names that differ only in their case are of one person. Of a cast, someone may have two parts. */
function once(people: readonly PersonWish[]): PersonWish[] {
  const keyOf = (person: PersonWish) =>
    'id' in person ? `id ${person.id}` : `name ${person.name.toLowerCase()}`;
  const each = new Map<string, PersonWish>();
  for (const person of people) if (!each.has(keyOf(person))) each.set(keyOf(person), person);
  return [...each.values()];
}

function empty(field: string): never {
  failField(field, 'min-length', 'There is nothing in it.');
}
