import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { PASSWORD, visits } from './support/visit.js';

const { visit, signUp, server, expectFault } = visits();

const FILM = '/film/imdb:tt0111161';
const TITLE = 'The Shawshank Redemption';
const starsOn = (page: Page) => page.getByRole('group', { name: `Your rating of ${TITLE}` });
const given = (page: Page, stars: string) =>
  starsOn(page).getByRole('radio', { name: stars }).isChecked();

/** What the service has of somebody. */
async function ratingsOf(handle: string) {
  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/ratings', { params: { path: { user: handle } } });
  return data?.items.map(({ movie, stars }) => [movie.title, stars]);
}

it('takes back what was just given', async () => {
  const { page } = await visit();
  await signUp(page, 'undo');
  await page.goto(FILM);
  await starsOn(page).getByRole('radio').first().focus();
  await page.keyboard.press('Digit4');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => given(page, '4 stars'), { timeout: 8000 }).toBe(false);
  await expect.poll(() => ratingsOf('undo'), { timeout: 8000 }).toEqual([]);
});

it('takes a half star where the pointer is, and lets arrows move it', async () => {
  const { page } = await visit();
  await signUp(page, 'pointer');
  await page.goto(FILM);
  const radio = starsOn(page).getByRole('radio').first();
  const { x, y, width, height } = (await radio.boundingBox())!;
  await page.mouse.click(x + width * 0.45, y + height / 2);
  await expect.poll(() => ratingsOf('pointer'), { timeout: 8000 }).toEqual([[TITLE, 2.5]]);
  await starsOn(page).getByRole('radio', { name: '2.5 stars' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => ratingsOf('pointer'), { timeout: 8000 }).toEqual([[TITLE, 3.5]]);
  await page.getByRole('button', { name: `Remove my rating of ${TITLE}` }).click();
  await expect.poll(() => ratingsOf('pointer'), { timeout: 8000 }).toEqual([]);
});

it('keeps what is rated signed out until there is an account for it', async () => {
  const { page } = await visit(FILM);
  await starsOn(page).getByRole('radio').first().focus();
  await page.keyboard.press('Digit4');
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByText(`Your rating of ${TITLE} is kept`).waitFor();
  await axeEverywhere(page);
  await dialog.getByRole('button', { name: 'Sign up' }).click();
  const form = page.getByRole('dialog', { name: 'Make an account' });
  await form.getByLabel('Name', { exact: true }).fill('newcomer');
  await form.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign up' }).click();
  await form.waitFor({ state: 'hidden' });
  await expect.poll(() => ratingsOf('newcomer'), { timeout: 8000 }).toEqual([[TITLE, 4]]);
  expect(await given(page, '4 stars')).toBe(true);
});

it('shows in a second tab what was rated in the first, within 2 s', async () => {
  const { page, context } = await visit();
  await signUp(page, 'tabs');
  await page.goto(FILM);
  const other = await context.newPage();
  await other.goto(FILM);
  await starsOn(other).waitFor();
  await page.bringToFront();
  await starsOn(page).getByRole('radio').first().focus();
  await page.keyboard.press('Digit3');
  await expect.poll(() => given(other, '3 stars'), { timeout: 2000 }).toBe(true);
});

it('shows what was rated in another browser, within 2 s or so', async () => {
  const { page } = await visit();
  await signUp(page, 'devices');
  await page.goto(FILM);
  await starsOn(page).waitFor();
  const { data } = await server()
    .client()
    .POST('/api/v1/sessions', { body: { handle: 'devices', password: PASSWORD } });
  await server()
    .client(data?.token ?? '')
    .PUT('/api/v1/users/{user}/ratings/{movie}', {
      params: { path: { user: 'me', movie: 'imdb:tt0111161' } },
      body: { stars: 1.5 },
    });
  await expect.poll(() => given(page, '1.5 stars'), { timeout: 3000 }).toBe(true);
});

it('keeps what is rated offline, also over a reload, and sends it once', async () => {
  // As the browser says it, or its service worker.
  expectFault(/ERR_(INTERNET_DISCONNECTED|FAILED)/);
  const { page, context } = await visit();
  await signUp(page, 'offline');
  await page.goto(FILM);
  await starsOn(page).waitFor();
  const puts: string[] = [];
  await context.setOffline(true);
  await starsOn(page).getByRole('radio').first().focus();
  await page.keyboard.press('Digit2');
  await page.keyboard.press('Shift+Digit4');
  await page.getByText('sent when you are back online').first().waitFor();
  expect(await ratingsOf('offline')).toEqual([]);
  page.on(
    'request',
    (request) => request.method() === 'PUT' && puts.push(request.postData() ?? ''),
  );
  await context.setOffline(false);
  await expect.poll(() => ratingsOf('offline'), { timeout: 8000 }).toEqual([[TITLE, 4.5]]);
  const waiting = `Object.keys(localStorage).filter((key) => key.includes('/wish/')).length`;
  await expect.poll(() => page.evaluate(waiting), { timeout: 8000 }).toBe(0);
  await page.reload();
  await expect.poll(() => given(page, '4.5 stars'), { timeout: 8000 }).toBe(true);
  expect(puts).toHaveLength(1);
});

it('asks to sign in where the session has ended, and sends the rating then', async () => {
  expectFault(/401/);
  const { page } = await visit();
  await signUp(page, 'ended');
  await page.goto(FILM);
  await starsOn(page).waitFor();
  await page.context().clearCookies();
  await starsOn(page).getByRole('radio').first().focus();
  await page.keyboard.press('Digit5');
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('Name or e-mail address').fill('ended');
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => ratingsOf('ended'), { timeout: 8000 }).toEqual([[TITLE, 5]]);
});

it('is not taken back by a finger on the last star, with the way to do so right behind it', async () => {
  const { page } = await visit('/', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await signUp(page, 'finger');
  await page.goto('/search?q=shawshank');
  await starsOn(page).getByRole('radio').first().focus();
  await page.keyboard.press('Digit2');
  await expect.poll(() => ratingsOf('finger'), { timeout: 8000 }).toEqual([[TITLE, 2]]);
  const { x, y, width, height } = (await starsOn(page).getByRole('radio').first().boundingBox())!;
  await page.touchscreen.tap(x + width * 0.97, y + height / 2);
  await expect.poll(() => ratingsOf('finger'), { timeout: 8000 }).toEqual([[TITLE, 5]]);
});

it('goes on by arrows from where a digit was, and is one stop of the Tab key', async () => {
  const { page } = await visit();
  await signUp(page, 'keys');
  await page.goto(FILM);
  const radios = starsOn(page).getByRole('radio');
  await radios.first().focus();
  await page.keyboard.press('Digit3');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => ratingsOf('keys'), { timeout: 8000 }).toEqual([[TITLE, 3.5]]);
  await page.keyboard.press('Tab');
  expect(await starsOn(page).locator('input:focus').count()).toBe(0);
  await page.keyboard.press('Shift+Tab');
  expect(await given(page, '3.5 stars')).toBe(true);
  expect(await radios.evaluateAll((all) => all.filter((one) => one.tabIndex === 0).length)).toBe(1);
});

it('is not given where one lets go far from the stars', async () => {
  const { page } = await visit();
  await signUp(page, 'away');
  await page.goto(FILM);
  const { x, y } = (await starsOn(page).getByRole('radio').first().boundingBox())!;
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  await page.mouse.move(x + 5, y + 300);
  await page.mouse.up();
  await page.getByRole('status').getByText('rated').waitFor({ state: 'detached' });
  expect(await starsOn(page).getByRole('radio', { checked: true }).count()).toBe(0);
  await page.mouse.click(x + 5, y + 5);
  await expect.poll(() => ratingsOf('away'), { timeout: 8000 }).toEqual([[TITLE, 0.5]]);
});
