import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { PASSWORD, visits } from './support/visit.js';

const { visit, signUp, server, expectFault } = visits();
const TITLE = 'The Shawshank Redemption';
const FILM = '/film/imdb:tt0111161';
const SOON = { timeout: 8000, interval: 250 };
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

const stars = (page: Page) => page.getByRole('group', { name: `Your rating of ${TITLE}` });
const chosen = (page: Page, name: string) =>
  stars(page).getByRole('radio', { name, exact: true }).isChecked();

async function rate(page: Page, keys: string): Promise<void> {
  await stars(page).getByRole('radio').first().focus();
  await page.keyboard.press(keys);
}

/** Once the worker answers for the page, and has seen the film. */
async function underWorker(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready');
  await page.waitForFunction('navigator.serviceWorker.controller !== null');
  await page.goto(FILM);
  await stars(page).waitFor();
  await page.waitForLoadState('networkidle');
}

async function historyOf(handle: string) {
  const body = { handle, password: PASSWORD };
  const { data: session } = await server().client().POST('/api/v1/sessions', { body });
  const params = { path: { user: 'me', movie: 'imdb:tt0111161' } };
  const { data } = await server()
    .client(session?.token ?? '')
    .GET('/api/v1/users/{user}/ratings/{movie}/history', { params });
  return data?.items.map(({ stars }) => stars);
}

it('keeps a rating made offline over a reload, and sends it once', async () => {
  expectFault(OFFLINE);
  const { page, context } = await visit();
  await signUp(page, 'ana');
  await underWorker(page);
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await rate(page, 'Shift+Digit3');
  await page.getByText(`${TITLE}: 3.5 ★, sent when you are back online`).waitFor();
  await page.getByText('You are offline · 1 rating waits to be sent').waitFor();
  await axeEverywhere(page);

  await page.reload();
  await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor();
  await expect.poll(() => chosen(page, '3.5 stars')).toBe(true);
  await page.goto('/account');
  await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
  await page.goBack();
  await stars(page).waitFor();

  await context.setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
  await expect.poll(() => historyOf('ana'), SOON).toEqual([3.5]);
  // Whatever else might send it has had the time to.
  await page.reload();
  await page.waitForLoadState('networkidle');
  expect(await historyOf('ana')).toEqual([3.5]);
});

it('shows what it could not get offline as soon as it is online again', async () => {
  expectFault(OFFLINE);
  const { page, context } = await visit();
  await underWorker(page);
  await context.setOffline(true);
  await page.goto('/film/2');
  await page.getByText('The service cannot be reached').waitFor();
  await context.setOffline(false);
  await page.getByRole('heading', { level: 1 }).waitFor();
});

it('shows nobody what another saw', async () => {
  expectFault(OFFLINE);
  const { page, context } = await visit();
  await signUp(page, 'bea');
  await underWorker(page);
  await rate(page, 'Digit2');
  await page.getByLabel('Your note').waitFor();
  const seen = () =>
    page.evaluate(
      `caches.open('halfstar-seen').then((cache) => cache.keys()).then((keys) => keys.map(({ url }) => url))`,
    ) as Promise<string[]>;
  await expect
    .poll(async () => (await seen()).some((url) => url.includes('/users/me/')))
    .toBe(true);
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).first().waitFor();
  await expect
    .poll(async () => (await seen()).some((url) => url.includes('/users/me/')))
    .toBe(false);
  await context.setOffline(true);
  await page.reload();
  await page.getByText('You are offline').waitFor();
});

it('shows in every tab and on every device what was rated on one, within two seconds', async () => {
  const { page, context } = await visit();
  await signUp(page, 'carla');
  await page.goto(FILM);
  const tab = await context.newPage();
  await tab.goto(FILM);
  const device = await visit(FILM, { storageState: await context.storageState() });
  await stars(tab).waitFor();
  await stars(device.page).waitFor();
  const began = Date.now();
  await rate(page, 'Digit4');
  const sees = (other: Page) =>
    expect.poll(() => chosen(other, '4 stars'), { interval: 50, timeout: 2000 }).toBe(true);
  await Promise.all([sees(tab), sees(device.page)]);
  expect(Date.now() - began).toBeLessThan(2000);
});

it('keeps a rating that the end of a session came between', async () => {
  expectFault(/401/);
  const { page, context } = await visit();
  await signUp(page, 'dora');
  await page.goto(FILM);
  await stars(page).waitFor();
  const [cookie] = await context.cookies();
  await server()
    .client(cookie?.value ?? '')
    .DELETE('/api/v1/sessions/current');
  await rate(page, 'Digit5');
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByText(`Your rating of ${TITLE} is kept`, { exact: false }).waitFor();
  const name = dialog.getByLabel('Name or e-mail address');
  await expect.poll(() => name.evaluate((field) => field.matches(':focus'))).toBe(true);
  await axeEverywhere(page);
  await name.fill('dora');
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => historyOf('dora'), SOON).toEqual([5]);
  expect(await chosen(page, '5 stars')).toBe(true);
});

it('says that a newer version is there, and comes anew as that when asked to', async () => {
  const { page, context } = await visit();
  await underWorker(page);
  // As the worker of a newer release does once it is there.
  const [worker] = context.serviceWorkers();
  await worker!.evaluate(`self.clients.matchAll().then((pages) => {
    for (const one of pages) one.postMessage({ shell: ['/assets/newer.js'] });
  })`);
  await page.getByText('A new version is ready').waitFor();
  await axeEverywhere(page);
  await page.evaluate('window.isOld = true');
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction(`!('isOld' in window)`);
  await stars(page).waitFor();
  expect(await page.getByText('A new version is ready').count()).toBe(0);
});
