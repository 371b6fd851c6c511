import { it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { visits } from './support/visit.js';

const { visit, signUp } = visits();
const PAGES = [
  '/',
  '/search?q=star',
  '/film/1',
  '/rapid',
  '/for-you',
  '/set-aside',
  '/together',
  '/user/ana',
  '/user/ana/diary',
  '/user/ana/favourites',
  '/user/ana/watchlist',
  '/user/ana/statistics',
  '/account',
  '/quality',
  '/imports',
  '/add',
  '/admin',
  '/admin/users',
  '/admin/films?film=1',
  '/admin/health',
];

it('stands in nobody’s way, dark or light, on a phone or a desk', async () => {
  const { page } = await visit();
  await signUp(page, 'ana');
  for (const path of PAGES) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await axeEverywhere(page);
  }
});

it('has a menu that stands in nobody’s way, and closes on Escape', async () => {
  const { page } = await visit();
  await signUp(page, 'bea');
  // The header is there before the page.
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Your account' }).click();
  const menu = page.getByRole('button', { name: 'Sign out' });
  await menu.waitFor();
  await axeEverywhere(page);
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });
});
