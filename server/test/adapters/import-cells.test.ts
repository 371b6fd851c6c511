import { expect, it } from 'vitest';
import { cellOfFilm, cellOfWishes, filmIn, wishesIn } from '../../src/adapters/sql/import-cells.js';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { Wish } from '../../src/imports/entry.js';
import type { MovieId } from '../../src/movies/movie.js';
import { addUser, NOW } from '../support/some.js';
import { aClue, aRating, aViewing } from '../support/some-rows.js';

const BARE = aClue({ title: 'Alien' });
const WHOLE = {
  ...aClue({ title: 'Alien', originalTitle: 'Alien', year: 1979, releaseDate: '1979-05-25' }),
  ...{ directors: ['Ridley Scott'], genres: ['Horror'], runtimeMinutes: 117 },
  ...{ ids: { imdb: 'tt0078748', tmdb: null, wikidata: null }, ours: 7 as MovieId },
};
const WISHES: Wish[] = [
  aRating(0),
  aRating(3.5, { ratedAt: NOW, note: 'Again?', atViewing: true }),
  aViewing(null),
  aViewing('2020-01-02', { score: 0, rewatch: true, tags: ['a'], review: 'b', entry: 'c' }),
  { kind: 'watchlist', addedAt: null },
  { kind: 'favourite', addedAt: NOW },
];

it('gives back all that a row tells, and keeps no more than that', () => {
  for (const film of [BARE, WHOLE, aClue({ title: '' })]) {
    expect(filmIn(cellOfFilm(film))).toEqual(film);
  }
  expect(wishesIn(cellOfWishes(WISHES))).toEqual(WISHES);
  expect(cellOfFilm(BARE)).toBe('{"title":"Alien"}');
  expect(cellOfWishes([aViewing(null)])).toBe('[{"kind":"viewing"}]');
});

it('reads what was kept with all that there is room for, and finds what is alike there', async () => {
  expect(filmIn(JSON.stringify(WHOLE))).toEqual(WHOLE);
  expect(wishesIn(JSON.stringify(WISHES))).toEqual(WISHES);
  const db = openSqlite(':memory:');
  const store = sqlStore(db);
  const one = await store.imports.create((await addUser(store, 'ana')).id, 'mine.csv', NOW);
  const id = one?.id ?? expect.fail('there is no user');
  const row = { file: 0, line: 1, film: BARE, wishes: WISHES, aside: null };
  await store.importRows.add(id, [
    { ...row, place: 1 },
    { ...row, place: 2 },
    { ...row, place: 3, film: WHOLE },
  ]);
  const film = JSON.stringify(BARE);
  await db.updateTable('import_rows').set({ film }).where('place', '=', 1).execute();
  expect(await store.importRows.alike(id, BARE, 10)).toMatchObject([{ place: 1 }, { place: 2 }]);
  await store.close();
});
