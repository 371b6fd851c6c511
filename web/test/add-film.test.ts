import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { visits } from './support/visit.js';

const { visit, signUp, server, expectFault } = visits();

it('takes a film in one’s own words, and is ready to have it rated', async () => {
  const { page } = await visit();
  await signUp(page, 'ana');
  await page.goto('/add');
  await page.getByLabel('Title', { exact: true }).fill('My Long Holiday');
  await page.getByLabel('Year').fill('2025');
  await page.getByLabel('Minutes').fill('63');
  await page.getByRole('checkbox', { name: 'Documentary' }).check();
  await page.getByLabel('Directors').fill('Ana Pérez\nBo Li');
  await page.getByLabel('What it is about').fill('A lake, and nothing else.');
  await page.getByLabel('IMDb number').fill('tt99999999');
  await axeEverywhere(page);
  await page.getByRole('button', { name: 'Add the film' }).click();
  await page.getByRole('heading', { name: 'My Long Holiday', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Bo Li' }).waitFor();
  await page.getByRole('radio', { name: '4 stars', exact: true }).first().focus();
  await page.keyboard.press('Shift+Digit4');
  await page.getByText('My Long Holiday: rated 4.5 ★').waitFor();
  const params = { path: { user: 'ana' } };
  const rated = () => server().client().GET('/api/v1/users/{user}/ratings', { params });
  await expect
    .poll(async () => (await rated()).data?.items.map(({ movie, stars }) => [movie.title, stars]))
    .toEqual([['My Long Holiday', 4.5]]);
});

it('leads to the film that is here already', async () => {
  expectFault(/409/);
  const { page } = await visit();
  await signUp(page, 'bea');
  await page.goto('/add');
  await page.getByLabel('Title', { exact: true }).fill('Shawshank');
  await page.getByRole('link', { name: 'The Shawshank Redemption (1994)' }).waitFor();
  await page.getByLabel('IMDb number').fill('tt0111161');
  await page.getByRole('button', { name: 'Add the film' }).click();
  await page.getByRole('link', { name: 'To that film' }).click();
  await page.getByRole('heading', { name: 'The Shawshank Redemption', level: 1 }).waitFor();
});

it('says kindly that it cannot ask TMDB, where a film is named by its number there', async () => {
  expectFault(/404|409/);
  const { page } = await visit();
  await signUp(page, 'carla');
  await page.goto('/film/tmdb:5');
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByText('This service cannot ask TMDB', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Add a film' }).click();
  await page.getByRole('heading', { name: 'In your own words' }).waitFor();
  expect(await page.getByLabel('Title at TMDB').count()).toBe(0);
});
