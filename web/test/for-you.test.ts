import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { enter, tabTo } from './support/keys.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { hasLearnt, twoTastes } from './support/two-tastes.js';
import { visits } from './support/visit.js';

const { visit, signIn, server } = visits({ fill: twoTastes });

const LOVED = [2, 4, 6, 8, 10, 12];
const lovers = new Set<string>();

/**
 * Somebody who loves films of even numbers, of which they have rated some. A moment later these have moved the films a
 * little for everyone; from then on lists stay as they are.
 */
async function addLover(handle: string) {
  await hasLearnt(server());
  const client = await addSomebody(server(), handle);
  await rateAll(
    client,
    LOVED.map((film) => ({ movie: String(film), stars: 5 })),
  );
  lovers.add(handle);
  await expect
    .poll(async () => (await client.GET('/api/v1/predictions/quality')).data?.count)
    .toBeGreaterThanOrEqual(LOVED.length * lovers.size);
  return client;
}

const titles = (page: Page) => page.getByRole('article').getByRole('heading');

it('lists what one will like, why, and by kind', async () => {
  const client = await addLover('ana');
  const { page } = await visit();
  await signIn(page, 'ana');
  await page.getByRole('region', { name: 'For you' }).getByRole('article').first().waitFor();
  await page.getByRole('link', { name: 'All, and why' }).click();
  await page.getByRole('heading', { level: 1, name: 'For you' }).waitFor();
  const { data } = await client.GET('/api/v1/users/me/recommendations', {
    params: { query: { limit: 18 } },
  });
  const best = data!.items.map(({ movie }) => movie.title);
  await expect.poll(() => titles(page).allTextContents()).toEqual(best);
  const [first] = data!.items;
  const card = page.getByRole('article').first();
  await card.getByText(`${first!.prediction!.stars.toFixed(1)} ±`).waitFor();
  await card.getByText('Because you gave').waitFor();
  await card.getByRole('link', { name: first!.reasons[0]!.movie.title }).waitFor();
  await axeEverywhere(page);

  await page.getByLabel('Decade').selectOption('1990s');
  await page.getByLabel('Genre').selectOption('Drama');
  await expect.poll(() => new URL(page.url()).search).toBe('?decade=1990&genre=Drama');
  const narrowed = await client.GET('/api/v1/users/me/recommendations', {
    params: { query: { limit: 18, genre: 'Drama', minYear: 1990, maxYear: 1999 } },
  });
  await expect
    .poll(() => titles(page).allTextContents())
    .toEqual(narrowed.data!.items.map(({ movie }) => movie.title));

  await page.goto('/for-you');
  await page.getByRole('button', { name: 'Surprise me' }).click();
  await page.getByText('Drawn by chance').waitFor();
  await expect.poll(() => titles(page).count()).toBe(6);
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect.poll(() => titles(page).allTextContents()).toEqual(best);
});

it('sets a film aside by the keyboard, has it back by Undo, and from the list', async () => {
  const client = await addLover('ben');
  const { page } = await visit();
  await signIn(page, 'ben');
  await page.goto('/for-you');
  await titles(page).first().waitFor();
  const [first, second] = await titles(page).allTextContents();
  const aside = async () => {
    const { data } = await client.GET('/api/v1/users/me/set-aside');
    return data?.items.map(({ movie }) => movie.title);
  };
  const button = page.getByRole('button', { name: `Set aside ${first}`, exact: true });
  await enter(page, button);
  await expect.poll(() => titles(page).first().textContent()).toBe(second);
  await expect.poll(aside).toEqual([first]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => titles(page).first().textContent()).toBe(first);
  await expect.poll(aside).toEqual([]);

  await tabTo(page, button);
  await page.keyboard.press('Enter');
  await expect.poll(aside).toEqual([first]);
  await page.reload();
  await expect.poll(() => titles(page).first().textContent()).toBe(second);
  await page.getByRole('link', { name: 'Set aside', exact: true }).click();
  const back = page.getByRole('button', { name: `Bring back ${first}`, exact: true });
  await back.waitFor();
  await axeEverywhere(page);
  await back.click();
  await expect.poll(aside).toEqual([]);
  await page.getByRole('link', { name: 'For you', exact: true }).first().click();
  await expect.poll(() => titles(page).first().textContent()).toBe(first);
});

it('covers the guess from who has seen a film, until they have rated it', async () => {
  const client = await addLover('eva');
  const { page } = await visit();
  await signIn(page, 'eva');
  await page.goto('/for-you');
  const card = page.getByRole('article').first();
  await card.getByText(/^\d\.\d ± \d\.\d$/).waitFor();
  const title = await titles(page).first().textContent();
  await card.getByRole('button', { name: /^Seen it/ }).click();
  await card.getByText('Covered while you rate.').waitFor();
  expect(await card.getByText('±').count()).toBe(0);
  await tabTo(page, card.getByRole('radio').first());
  await page.keyboard.press('Digit3');
  await card.getByText('That is what we had guessed; you gave 3.').waitFor();
  await expect
    .poll(async () => {
      const { data } = await client.GET('/api/v1/users/{user}/ratings', {
        params: { path: { user: 'me' }, query: { limit: 1 } },
      });
      return data?.items.map(({ movie, stars }) => [movie.title, stars]);
    })
    .toEqual([[title, 3]]);
});

it('says to who has just come how many films are missing', async () => {
  await hasLearnt(server());
  await addSomebody(server(), 'noor');
  const { page } = await visit('/for-you');
  await page.getByText('Sign in to see this').waitFor();
  await signIn(page, 'noor');
  await page.goto('/for-you');
  await page.getByText('Rate 3 more films, and these follow your taste.').waitFor();
  await titles(page).first().waitFor();
  await page.goto('/set-aside');
  await page.getByText('Nothing is set aside').waitFor();
  await axeEverywhere(page);
  await page.evaluate("localStorage.setItem('halfstar/language', 'es')");
  await page.goto('/for-you');
  await page.getByText('Puntúa 3 películas más y estas seguirán tu gusto.').waitFor();
});
