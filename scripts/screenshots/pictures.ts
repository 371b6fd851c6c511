import type { Page } from 'playwright-core';
import { SELDOM_SEEN } from './crowd.js';
import { IMPORTS } from './imports.js';
import { click, type Picture } from './picture.js';

const marta = { as: 'marta' } as const;
const ines = { as: 'ines' } as const;
const kofi = { as: 'kofi' } as const;
const inSight = { inSight: true } as const;

export const PICTURES: Record<string, Picture> = {
  'first-visit': { path: '/', onEmpty: true },
  'first-rapid': { path: '/rapid', onEmpty: true, ...inSight },
  'home-signed-out': { path: '/' },
  'home-newcomer': { path: '/', as: 'noor' },
  home: { path: '/', ...marta },
  search: { path: '/search?q=star', ...marta },
  'search-empty': { path: '/search' },
  'search-none': { path: '/search?q=xqzvw', ...marta },
  palette: { path: '/', ...marta, ...inSight, act: search },
  film: { path: '/film/12', ...marta },
  'film-explained': { path: '/film/12', ...marta, act: explain },
  'film-guessed': {
    path: '/film/12',
    ...marta,
    act: (page) => page.getByText('Why', { exact: true }).click(),
  },
  'film-guess': {
    path: `/film/${SELDOM_SEEN + 1}`,
    ...marta,
    act: (page) => click(page, 'What would I give it?'),
  },
  'film-unrated': { path: '/film/3', as: 'noor' },
  'film-signed-out': { path: '/film/imdb:tt0111161' },
  'film-many': { path: '/film/1', act: explain },
  'film-few': { path: `/film/${SELDOM_SEEN}`, act: explain },
  'film-no-score': { path: `/film/${SELDOM_SEEN + 1}` },
  charts: { path: '/charts/best' },
  'charts-narrowed': { path: '/charts/divisive?genre=Drama&decade=1990', ...marta },
  person: { path: '/person/1' },
  profile: { path: '/user/marta', ...marta, ...inSight },
  'profile-narrowed': { path: '/user/marta?sort=-stars&stars=4&genre=Drama', ...marta },
  'profile-empty': { path: '/user/noor', as: 'noor' },
  'profile-other': { path: '/user/film-lover-1', ...marta, ...inSight },
  'profile-nobody': { path: '/user/nobody' },
  statistics: { path: '/user/marta/statistics', ...marta },
  favourites: { path: '/user/marta/favourites?sort=-stars,-releaseDate', ...marta, ...inSight },
  'favourites-empty': { path: '/user/noor/favourites', as: 'noor' },
  diary: { path: '/user/marta/diary', ...marta },
  'diary-empty': { path: '/user/noor/diary', as: 'noor' },
  'diary-log': {
    path: '/film/12',
    ...marta,
    ...inSight,
    act: (page) => click(page, 'Log a viewing'),
  },
  watchlist: { path: '/user/marta/watchlist', ...marta, ...inSight },
  'watchlist-empty': { path: '/user/noor/watchlist', as: 'noor' },
  'for-you': { path: '/for-you', ...marta },
  'for-you-surprise': { path: '/for-you?surprise&genre=Drama', ...marta },
  'for-you-newcomer': { path: '/for-you', as: 'noor' },
  together: { path: '/together?with=kofi,ines', ...marta },
  'together-nobody': { path: '/together', as: 'noor' },
  'set-aside': { path: '/set-aside', ...marta },
  quality: { path: '/quality', act: (page) => page.locator('summary').first().click() },
  'quality-nothing': { path: '/quality', onEmpty: true },
  rapid: { path: '/rapid', as: 'noor', ...inSight },
  'rapid-chosen': { path: '/rapid', as: 'noor', ...inSight, act: (page) => press(page, 'ArrowUp') },
  'rapid-summary': {
    path: '/rapid',
    ...kofi,
    act: (page) => press(page, 'Digit4', 'Shift+Digit4', 'Digit3', 'Escape'),
  },
  account: { path: '/account', ...marta },
  'account-menu': { path: '/', ...ines, ...inSight, act: (page) => click(page, 'Your account') },
  'token-made': { path: '/account', ...kofi, ...inSight, act: makeToken },
  'delete-account': {
    path: '/account',
    ...marta,
    ...inSight,
    act: (page) => click(page, 'Delete account…'),
  },
  ...IMPORTS,
  'sign-in': { path: '/sign-in' },
  'sign-up': { path: '/sign-up' },
  'sign-in-dialog': { path: '/film/12', ...inSight, act: rateAsNobody },
  admin: { path: '/admin', ...ines },
  'admin-users': { path: '/admin/users', ...ines, ...inSight },
  'admin-clear': { path: '/admin/users?', ...ines, ...inSight, act: clearFavourites },
  'admin-favourites': { path: '/user/marta/favourites', ...ines, ...inSight },
  'admin-find': { path: '/admin/films', ...ines, act: findFilm },
  'admin-film': { path: '/admin/films?film=12', ...ines },
  'admin-merge': { path: '/admin/films?film=12', ...ines, ...inSight, act: merge },
  'admin-health': { path: '/admin/health', ...ines },
  'admin-refused': { path: '/admin', ...marta },
  'add-film': { path: '/add', ...marta },
  'not-found': { path: '/nowhere' },
  offline: { path: '/', ...marta, ...inSight, act: rateOffline },
  error: {
    path: '/charts/best',
    before: failCharts,
    act: (page) => page.getByRole('alert').waitFor(),
  },
  shortcuts: { path: '/', ...inSight, act: (page) => press(page, '?') },
};

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function search(page: Page): Promise<void> {
  await press(page, '/');
  await page.getByRole('combobox').fill('godfather');
  await page.getByRole('option').first().waitFor();
}

function explain(page: Page): Promise<void> {
  return page.locator('summary').last().click();
}

async function makeToken(page: Page): Promise<void> {
  await click(page, 'New token');
  await page.getByLabel('What for').fill('Backup at home');
  await click(page, 'Make the token');
  await page.getByLabel('The token').waitFor();
}

async function clearFavourites(page: Page): Promise<void> {
  await page.getByRole('searchbox').fill('marta');
  await click(page, 'Clear favourites of marta');
}

async function findFilm(page: Page): Promise<void> {
  await page.getByRole('searchbox').fill('godfather');
  await page.locator('main li').first().waitFor();
}

async function merge(page: Page): Promise<void> {
  await click(page, 'Merge…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('godfather');
  await dialog.locator('li button').first().click();
  await page.getByRole('region', { name: 'Stays' }).waitFor();
}

async function rateAsNobody(page: Page): Promise<void> {
  await page.locator('main fieldset input').first().press('Digit4');
  await page.getByRole('dialog').waitFor();
}

async function rateOffline(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.locator('main fieldset input').nth(12).press('Digit4');
}

function failCharts(page: Page): Promise<unknown> {
  return page.route('**/api/v1/charts/**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503}' }),
  );
}
