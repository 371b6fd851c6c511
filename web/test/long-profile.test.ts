import { expect, it } from 'vitest';
import { addSomebody, rateAll } from './support/somebody.js';
import { visits } from './support/visit.js';

const RATINGS = 5000;
/** The last comes by the cursor of the one before it, of fifty. */
const END_MS = 20_000;

/** Goes down a screen at a time: what is in sight two frames later is a film, or the place of one. */
const HOLES = `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const isThere = (x, y) =>
    document.elementFromPoint(innerWidth * x, innerHeight * y)?.closest('li') != null;
  let holes = 0;
  for (let n = 0; n < 60; n++) {
    scrollBy(0, innerHeight);
    await frame();
    await frame();
    if (![0.3, 0.5, 0.7].some((y) => [0.2, 0.5, 0.8].some((x) => isThere(x, y)))) holes += 1;
  }
  return holes;
})()`;

const { visit, signIn, server, expectFault } = visits({ films: RATINGS });

it('opens a profile of 5,000 ratings, and scrolls it to its end', async () => {
  const client = await addSomebody(server(), 'ana');
  await rateAll(
    client,
    Array.from({ length: RATINGS }, (_, n) => ({ movie: String(n + 1), stars: (n % 11) / 2 })),
  );
  const { page } = await visit();
  await signIn(page, 'ana');
  const cards = page.getByRole('region', { name: 'Ratings' }).getByRole('article');
  await page.goto('/user/ana');
  await cards.first().waitFor();
  await page.getByText('5,000 films').waitFor();

  const holes = await page.evaluate(HOLES);
  expect(holes).toBe(0);
  const few = await cards.count();
  expect(few).toBeLessThan(150);

  await page.keyboard.press('End');
  const last = page.locator('[aria-posinset="5000"]').getByRole('article');
  await last.waitFor({ timeout: END_MS });
  // Whoever goes back from a film, or loads the page anew, is where they were.
  await last.getByRole('link').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.evaluate('scrollY')).toBe(0);
  await page.goBack();
  await last.waitFor();
  await expect.poll(() => last.evaluate(isInSight)).toBe(true);
  await page.reload();
  await last.waitFor({ timeout: END_MS });
  await expect.poll(() => last.evaluate(isInSight)).toBe(true);

  await page.keyboard.press('Home');
  await page.locator('[aria-posinset="1"]').getByRole('article').waitFor();
}, 60_000);

function isInSight(element: { getBoundingClientRect(): { top: number; bottom: number } }): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < 900;
}

it('asks again for what could not be had of it', async () => {
  const some = Array.from({ length: 150 }, (_, n) => ({ movie: String(n + 1), stars: 3 }));
  await rateAll(await addSomebody(server(), 'ben'), some);
  const { page } = await visit();
  expectFault(/503/);
  const next = /\/ratings\?.*cursor=/;
  await page.route(next, (route) => route.fulfill({ status: 503, json: { status: 503 } }));
  await page.goto('/user/ben');
  await page.locator('[aria-posinset="1"]').getByRole('article').waitFor();
  await page.keyboard.press('End');
  const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
  await again.waitFor();
  expect(await again.evaluate(isInSight)).toBe(true);
  await page.unroute(next);
  await again.click();
  await page.locator('[aria-posinset="150"]').getByRole('article').waitFor();
  await again.waitFor({ state: 'detached' });
}, 60_000);
