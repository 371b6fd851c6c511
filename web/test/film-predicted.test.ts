import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { hasLearnt, twoTastes } from './support/two-tastes.js';
import { visits } from './support/visit.js';

const { visit, signIn, server } = visits({ fill: twoTastes });

/** As it is rounded, and ratings of a moment ago may move a film a little for everyone. */
const NEAR = 0.3;

const mine = (page: Page) => page.getByRole('region', { name: 'Your rating' });
const guess = (page: Page) => mine(page).getByText(/^\d\.\d ± \d\.\d$/);
const firstStar = (page: Page) =>
  mine(page)
    .getByRole('group', { name: /^Your rating of/ })
    .getByRole('radio')
    .first();

/** What is asked of the service about what I would give. */
function predictionsAsked(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/users/me/predictions/')) asked.push(request.url());
  });
  return asked;
}

/** Asks for the guess of a film, and says it. */
async function ask(page: Page, film: number): Promise<number> {
  await page.goto(`/film/${film}`);
  await page.getByRole('button', { name: 'What would I give it?' }).click();
  await guess(page).waitFor();
  return Number.parseFloat((await guess(page).textContent()) ?? '');
}

it('counts the films that are missing before anything can be told', async () => {
  await hasLearnt(server());
  await addSomebody(server(), 'noor');
  const { page } = await visit();
  await signIn(page, 'noor');
  await page.goto('/film/2');
  await page.getByText('Rate 3 more films').waitFor();
  await firstStar(page).focus();
  await page.keyboard.press('Digit5');
  await page.getByText('Rate 2 more films').waitFor();
  await axeEverywhere(page);
});

it('guesses nothing to who is about to rate, unless asked, and covers it meanwhile', async () => {
  await hasLearnt(server());
  const ana = await addSomebody(server(), 'ana');
  await rateAll(
    ana,
    [2, 4, 6, 8].map((film) => ({ movie: String(film), stars: 5 })),
  );
  const { page } = await visit();
  await signIn(page, 'ana');
  const asked = predictionsAsked(page);
  await page.goto('/film/10');
  await page.getByText('Hidden until you have rated, so that').first().waitFor();
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);

  const liked = await ask(page, 10);
  await axeEverywhere(page);
  const { data } = await ana.GET('/api/v1/users/me/predictions/{movie}', {
    params: { path: { movie: '10' } },
  });
  expect(Math.abs(liked - data!.prediction!.stars)).toBeLessThan(NEAR);
  await firstStar(page).focus();
  await page.getByText('Covered while you rate.').waitFor();
  expect(await guess(page).isVisible()).toBe(false);
  await page.keyboard.press('Digit2');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.getByText('That is what we had guessed; you gave 2.').waitFor();
  const after = Number.parseFloat((await guess(page).textContent())!);
  expect(Math.abs(after - liked)).toBeLessThan(NEAR);

  await mine(page).getByText('Why', { exact: true }).click();
  await mine(page)
    .getByRole('link', { name: /^You gave .* 5 ★$/ })
    .first()
    .waitFor();
  await axeEverywhere(page);
});

it('follows what one rates, at once', async () => {
  await hasLearnt(server());
  const ben = await addSomebody(server(), 'ben');
  await rateAll(
    ben,
    [2, 4, 6].map((film) => ({ movie: String(film), stars: 3 })),
  );
  const { page } = await visit();
  await signIn(page, 'ben');
  const before = await ask(page, 12);
  for (const [film, stars] of [
    [8, 5],
    [10, 5],
    [7, 0],
  ]) {
    await page.goto(`/film/${film}`);
    await firstStar(page).focus();
    await page.keyboard.press(`Digit${stars}`);
    await page.getByText(`you gave ${stars}`, { exact: false }).waitFor({ state: 'attached' });
  }
  expect(await ask(page, 12)).toBeGreaterThan(before);
  expect(await ask(page, 13)).toBeLessThan(before);
});

it('leads from a film to those like it', async () => {
  await hasLearnt(server());
  const { page } = await visit('/film/2');
  await page.getByRole('heading', { name: 'Ratings of others' }).scrollIntoViewIfNeeded();
  const similar = page.getByRole('region', { name: 'Similar films' });
  await similar.getByText('Liked by the people who liked this one.').waitFor();
  await similar.getByRole('article').first().waitFor();
  await axeEverywhere(page);
  const [first] = await similar.getByRole('article').getByRole('link').all();
  const title = await first!.textContent();
  await first!.click();
  await page.getByRole('heading', { level: 1, name: title!, exact: true }).waitFor();
});
