import { afterAll, expect, it } from 'vitest';
import { startFakeTmdb } from '../../server/test/support/fake-tmdb.js';
import { tmdbFilm } from '../../server/test/support/invented-films.js';
import { axeEverywhere } from './support/axe.js';
import { PASSWORD, visits } from './support/visit.js';

// No posters: there is no TMDB to have them from.
const film = (id: number, title: string, year: number) =>
  tmdbFilm({
    id,
    title,
    release_date: `${year}-03-30`,
    poster_path: null,
    directors: ['Mia Moor'],
  });
const fake = await startFakeTmdb([
  film(900_001, 'The Glass Harbour', 1999),
  film(900_002, 'The Glass Harbour Returns', 2003),
  film(900_003, 'A Quiet Lighthouse', 2011),
]);
afterAll(() => fake.stop());

const { visit, signUp, server, expectFault } = visits(fake.settings);

it('finds a film at TMDB by its title, and brings in the one that is chosen, once', async () => {
  const { page } = await visit();
  await signUp(page, 'ana');
  await page.goto('/add');
  await page.getByRole('link', { name: 'A Quiet Lighthouse' }).waitFor();
  await page.getByLabel('Title at TMDB').fill('glass harbour');
  await page.getByText('2 films at TMDB').waitFor();
  await axeEverywhere(page);
  await page.getByRole('link', { name: 'The Glass Harbour', exact: true }).click();
  await page.getByRole('heading', { name: 'The Glass Harbour', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/film\/\d+$/);
  await page.getByRole('link', { name: 'Mia Moor' }).first().waitFor();

  await page.goto('/add');
  await page.getByLabel('Title at TMDB').fill('glass harbour');
  await page.getByRole('link', { name: 'The Glass Harbour', exact: true }).click();
  await page.getByRole('heading', { name: 'The Glass Harbour', level: 1 }).waitFor();
  expect(fake.callsOf('/movie/900001')).toHaveLength(1);

  await page.goto('/add');
  await page.getByLabel('Title at TMDB').fill('zzzz');
  await page.getByText('TMDB has no film called “zzzz”.').waitFor();
  await page.getByLabel('Title at TMDB').fill('https://www.themoviedb.org/movie/900001-glass');
  expectFault(/409/);
  await page.getByRole('button', { name: 'Bring in number 900001' }).click();
  await page.getByRole('heading', { name: 'The Glass Harbour', level: 1 }).waitFor();
});

it('takes stars for a film that was only found, which brings it in', async () => {
  const { page } = await visit();
  await signUp(page, 'bea');
  await page.goto('/add');
  await page.getByLabel('Title at TMDB').fill('returns');
  const stars = page.getByRole('group', { name: 'Your rating of The Glass Harbour Returns' });
  await stars.getByRole('radio').first().focus();
  await page.keyboard.press('Shift+Digit4');
  await page.getByText('The Glass Harbour Returns: rated 4.5 ★').waitFor();
  const params = { path: { user: 'bea' } };
  const rated = () => server().client().GET('/api/v1/users/{user}/ratings', { params });
  await expect
    .poll(async () => (await rated()).data?.items.map(({ movie, stars }) => [movie.title, stars]))
    .toEqual([['The Glass Harbour Returns', 4.5]]);
});

it('offers at the address of a film that is not here to bring it in, also to a stranger', async () => {
  expectFault(/404/);
  const { page } = await visit('/');
  await page.getByRole('link', { name: 'A Quiet Lighthouse' }).click();
  await page.getByRole('heading', { name: 'A Quiet Lighthouse', level: 1 }).waitFor();
  await page.getByText('TMDB knows it as number 900003.', { exact: false }).waitFor();
  await axeEverywhere(page);
  await page.reload();
  await page.getByRole('heading', { name: 'A film that is not here yet', level: 1 }).waitFor();
  await axeEverywhere(page);
  await page.getByRole('button', { name: 'Sign in to bring it in' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign up' }).click();
  const form = page.getByRole('dialog', { name: 'Make an account' });
  await form.getByLabel('Name', { exact: true }).fill('carla');
  await form.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByRole('heading', { name: 'A Quiet Lighthouse', level: 1 }).waitFor();
  await page.getByRole('region', { name: 'The score' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'How good was it, really?' }).waitFor();
});

it('says so where TMDB has no such film', async () => {
  expectFault(/404/);
  const { page } = await visit();
  await signUp(page, 'dora');
  await page.goto('/film/tmdb:5');
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByText('TMDB has no film of this number.').waitFor();
  await axeEverywhere(page);
});
