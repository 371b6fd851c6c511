import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { tabTo } from './support/keys.js';
import { visits } from './support/visit.js';

const { visit, signUp, server } = visits();
const TITLE = 'The Shawshank Redemption';
const FILM = '/film/imdb:tt0111161';

async function starsOf(handle: string) {
  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/ratings', {
      params: { path: { user: handle }, query: { sort: 'ratedAt' } },
    });
  return data?.items.map(({ movie, stars }) => [movie.title, stars]);
}

const pointsOf = (page: Page, title: string, most: number) =>
  page.getByRole('spinbutton', { name: `Your rating of ${title}, 0 to ${most}`, exact: true });

async function type(page: Page, field: Locator, points: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(points);
}

function reachesOut(inCard: Locator): Promise<boolean> {
  return inCard.evaluate((one) => {
    const end = (box: typeof one) => box.getBoundingClientRect().right;
    return end(one) > end(one.closest('article')!);
  });
}

it.each([
  ['10 points', 10, '8.7', 4.35, '0', 0],
  ['100 points', 100, '87', 4.35, '100', 5],
] as const)(
  'takes ratings by %s, on a film and in a wall, with the keyboard alone',
  async (...of) => {
    const [scale, most, first, stars, second, otherStars] = of;
    const handle = `scale${most}`;
    const { page } = await visit();
    await signUp(page, handle);
    await page.goto('/account');
    await page.getByRole('radio', { name: scale, exact: true }).check();
    await page.getByText('Saved').waitFor();
    await axeEverywhere(page);

    await page.goto(FILM);
    const field = pointsOf(page, TITLE, most);
    await type(page, field, first);
    await page.keyboard.press('Enter');
    await expect.poll(() => starsOf(handle)).toEqual([[TITLE, stars]]);
    await axeEverywhere(page);

    await page.goto('/search?q=godfather');
    const card = page.getByRole('article').filter({ hasText: 'The Godfather1972' });
    const other = card.getByRole('spinbutton');
    await type(page, other, second);
    // By going on, which gives it as well.
    await page.keyboard.press('Tab');
    await expect
      .poll(() => starsOf(handle))
      .toEqual([
        [TITLE, stars],
        ['The Godfather', otherStars],
      ]);
    await axeEverywhere(page);

    await page.goto(`/user/${handle}`);
    await expect.poll(() => pointsOf(page, TITLE, most).inputValue()).toBe(first);
    await expect.poll(() => pointsOf(page, 'The Godfather', most).inputValue()).toBe(second);
    const given = pointsOf(page, TITLE, most);
    await type(page, given, '');
    await page.keyboard.press('Escape');
    await expect.poll(() => given.inputValue()).toBe(first);
    const remove = page.getByRole('button', { name: `Remove my rating of ${TITLE}` });
    // In its card, where the next one cannot lie over it.
    expect(await reachesOut(remove)).toBe(false);
    await tabTo(page, remove);
    await page.keyboard.press('Enter');
    await expect.poll(() => starsOf(handle)).toEqual([['The Godfather', otherStars]]);
  },
);
