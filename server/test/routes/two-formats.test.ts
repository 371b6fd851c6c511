import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import type { User } from '../../src/users/user.js';
import { apply, preview } from '../support/bring-in.js';
import { emptyStore } from '../support/engine.js';
import { toldBy } from '../support/history.js';
import { addMovie, addUser, NOW } from '../support/some.js';

/** One history, as three services tell it; the last film is none of ours. */
const FILMS = [
  { title: 'Alien', year: 1979, imdb: 'tt0078748' },
  { title: 'Brazil', year: 1985, imdb: 'tt0088846' },
  { title: 'Nobody Knows This One', year: 2011, imdb: 'tt9999999' },
];
type Format = keyof typeof FORMATS;
const FORMATS = {
  'ratings.csv': (stars: number[]) =>
    `Date,Name,Year,Letterboxd URI,Rating\n${FILMS.map(
      ({ title, year }, n) =>
        `2020-01-0${n + 1},${title},${year},https://boxd.it/${n},${stars[n]}\n`,
    ).join('')}`,
  'imdb.csv': (stars: number[]) =>
    `Const,Your Rating,Date Rated,Title,Title Type,Year\n${FILMS.map(
      ({ title, year, imdb }, n) =>
        `${imdb},${(stars[n] ?? 0) * 2},2020-01-0${n + 1},${title},movie,${year}\n`,
    ).join('')}`,
  'ratings-movies.json': (stars: number[]) =>
    JSON.stringify(
      FILMS.map(({ title, year, imdb }, n) => ({
        rated_at: `2020-01-0${n + 1}T20:15:00.000Z`,
        rating: (stars[n] ?? 0) * 2,
        type: 'movie',
        movie: { title, year, ids: { imdb, tmdb: null } },
      })),
    ),
};
const NAMES = Object.keys(FORMATS) as Format[];
const PAIRS = NAMES.flatMap((one) =>
  NAMES.filter((name) => name !== one).map((other) => [one, other] as const),
);
const STARS = [4.5, 0.5, 3];

let store: Store;
let ana: User;
beforeEach(async () => {
  store = await emptyStore(() => NOW);
  ana = await addUser(store, 'ana');
  for (const { title, year, imdb } of FILMS.slice(0, 2)) {
    await addMovie(store, { title, year, ids: { imdb, tmdb: null, wikidata: null } });
  }
});
afterEach(() => store.close());

const bring = (name: Format, stars: number[]) => preview(store, ana.id, name, FORMATS[name](stars));

it.each(PAIRS)('what %s told is the same where %s tells it again', async (one, other) => {
  await apply(store, await bring(one, STARS));
  const before = await toldBy(store, ana.id);
  expect(before.ratings.map(({ stars }) => stars).sort()).toEqual([...STARS].sort());
  const again = await bring(other, STARS);
  expect(again.verdicts).toMatchObject({ same: 3, new: 0, changed: 0, conflict: 0, unmatched: 0 });
  await apply(store, again, 'theirs');
  expect(await toldBy(store, ana.id)).toEqual(before);
});

it.each(PAIRS)('what %s told is a conflict where %s tells other stars', async (one, other) => {
  await apply(store, await bring(one, STARS));
  const before = await toldBy(store, ana.id);
  const again = await bring(other, [4, 0.5, 2.5]);
  expect(again.verdicts).toMatchObject({ same: 1, conflict: 2, new: 0, changed: 0 });
  await apply(store, again);
  expect(await toldBy(store, ana.id)).toEqual(before);
  await apply(store, await bring(other, [4, 0.5, 2.5]), 'theirs');
  const after = await toldBy(store, ana.id);
  expect(after.ratings.map(({ stars }) => stars).sort()).toEqual([0.5, 2.5, 4]);
  expect((await store.movies.namesakes('Nobody Knows This One')).length).toBe(1);
});
