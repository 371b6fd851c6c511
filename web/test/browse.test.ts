import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { visits } from './support/visit.js';

const { visit, server, signUp, expectFault } = visits();
const PLACES = [
  '/',
  '/search?q=star',
  '/charts/best',
  '/film/1',
  '/person/1',
  '/sign-in',
  '/sign-up',
  '/rapid',
  '/add',
  '/account',
  '/admin',
  '/nowhere',
];

it('stands in nobody’s way, in any look', async () => {
  expectFault(/404.*nowhere/);
  const { page } = await visit('about:blank');
  for (const place of PLACES) {
    await page.goto(place);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForLoadState('networkidle');
    await axeEverywhere(page);
  }
});

it('speaks Spanish to who reads it, and writes numbers and dates as they do', async () => {
  const { page } = await visit('/film/imdb:tt0111161', { locale: 'es-ES' });
  await page.getByRole('heading', { name: 'The Shawshank Redemption' }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('es');
  await page.getByText('septiembre de 1994').waitFor();
  await page.getByRole('group', { name: 'Tu nota de The Shawshank Redemption' }).waitFor();
});

it('leads from a film to the films of its people, and back, with the focus on what is new', async () => {
  const { page } = await visit('/film/imdb:tt0111161');
  await page.getByRole('link', { name: 'Frank Darabont' }).click();
  await page.getByRole('heading', { name: 'Films of Frank Darabont', level: 1 }).waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe('content');
  await page.goBack();
  await page.getByRole('heading', { name: 'The Shawshank Redemption', level: 1 }).waitFor();
});

it('finds films while one types, also with a slip, and keeps the search in the address', async () => {
  const { page } = await visit('/search');
  await page.getByRole('searchbox').pressSequentially('godfahter');
  await page
    .getByRole('link', { name: /The Godfather 1972|The Godfather$/ })
    .first()
    .waitFor();
  await expect.poll(() => page.url()).toContain('q=godfahter');
});

it('searches anew from a search, by the palette', async () => {
  const { page } = await visit('/search?q=shawshank');
  await page
    .getByRole('link', { name: /The Shawshank Redemption/ })
    .first()
    .waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('zzqx');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toMatch(/q=zzqx$/);
  expect(await page.getByRole('searchbox').inputValue()).toBe('zzqx');
});

it('has one sheet of keys, and a dialog that gives the focus back', async () => {
  const { page } = await visit();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await axeEverywhere(page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Search films' }).click();
  await page.getByRole('combobox').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.textContent')).toContain('Search films');
});

it('shows a hostile title, name and note as the text that they are', async () => {
  const HOSTILE = '<img src=x onerror=alert(1)>{{t}}"\'';
  const { page } = await visit();
  await signUp(page, 'first');
  const { data } = await server()
    .client()
    .POST('/api/v1/sessions', {
      body: { handle: 'first', password: 'a long pass phrase' },
    });
  const mine = server().client(data?.token ?? '');
  await mine.PATCH('/api/v1/users/{user}', {
    params: { path: { user: 'me' } },
    body: { displayName: HOSTILE },
  });
  const { data: film } = await mine.POST('/api/v1/movies', {
    body: { title: HOSTILE, year: 2001 },
  });
  const path = { user: 'me', movie: String(film?.id) };
  await mine.PUT('/api/v1/users/{user}/ratings/{movie}', {
    params: { path },
    body: { stars: 2, note: HOSTILE },
  });
  const other = await visit(`/film/${film?.id}`);
  await other.page.getByRole('heading', { name: HOSTILE, level: 1 }).waitFor();
  await other.page.getByRole('link', { name: HOSTILE }).waitFor();
  await other.page.getByText(HOSTILE).nth(3).waitFor();
  expect(await other.page.locator('img[src=x]').count()).toBe(0);
});

it('says so where nothing is, and where nothing is called that', async () => {
  const { page } = await visit('/search?q=zzzzqqqq');
  await page.getByText('No film is called “zzzzqqqq”').first().waitFor();
  await page.getByRole('link', { name: 'Charts' }).click();
  await page.getByRole('heading', { name: 'Charts', level: 1 }).waitFor();
});
