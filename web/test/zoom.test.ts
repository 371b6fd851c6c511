import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { tabTo } from './support/keys.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { visits } from './support/visit.js';

/** A screen of 1280 × 1024 at 400 %, and the narrowest phone. */
const SIZES = [
  { width: 320, height: 256 },
  { width: 320, height: 640 },
];
const MOST_COVERED = 1 / 4;

const { visit, signIn, server, expectFault } = visits();

const FOR_ALL = [
  '/',
  '/search?q=star',
  '/charts/best',
  '/film/1',
  '/person/1',
  '/quality',
  '/sign-in',
  '/sign-up',
  '/nowhere',
];
const FOR_ADMIN = [
  '/',
  '/film/1',
  '/rapid',
  '/for-you',
  '/set-aside',
  '/together',
  '/user/root',
  '/user/root/diary',
  '/user/root/favourites',
  '/user/root/watchlist',
  '/user/root/statistics',
  '/account',
  '/imports',
  '/add',
  '/admin',
  '/admin/users',
  '/admin/films?film=1',
  '/admin/health',
];

type Seen = { wide: boolean; covered: number; overlapping: string[]; cutOff: string[] };

/**
 * How much of the window what stays in place takes, which texts lie over each other, and which reach out of the
 * window where nothing can be scrolled. Art, and what is for listening alone, is left out, as are lines that a box cuts
 * off on purpose.
 */
const LOOK = `(() => {
  const styleOf = (one) => getComputedStyle(one);
  const up = (one, test) => { for (; one; one = one.parentElement) if (test(one)) return one; return null; };
  const stays = (one) => ['fixed', 'sticky'].includes(styleOf(one).position);
  let [points, taken] = [0, 0];
  for (let y = 2; y < innerHeight; y += 4) {
    const top = document.elementFromPoint(innerWidth / 2, y);
    points += 1;
    if (up(top, stays)) taken += 1;
  }
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const { parentElement: parent, data } = node;
    if (!data.trim() || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (up(parent, (one) => one.ariaHidden === 'true' || styleOf(one).clipPath !== 'none' || stays(one))) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = up(parent, (one) => styleOf(one).overflowY === 'hidden')?.getBoundingClientRect();
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (box && top >= box.bottom - 2) continue;
      if (right - left > 1) texts.push({ left, right, top, bottom, parent, text: data.trim().slice(0, 40) });
    }
  }
  const MUCH = 4;
  const overlapping = [];
  for (const [n, one] of texts.entries()) for (const other of texts.slice(n + 1)) {
    const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (one.parent !== other.parent && wide > MUCH && high > MUCH) overlapping.push(one.text + ' | ' + other.text);
  }
  const scrolls = (one) => ['auto', 'scroll'].includes(styleOf(one).overflowX);
  const cutOff = texts
    .filter(({ left, right, parent }) => (left < -1 || right > innerWidth + 1) && !up(parent, scrolls))
    .map(({ text }) => text);
  return {
    wide: document.documentElement.scrollWidth > innerWidth,
    covered: taken / points,
    overlapping,
    cutOff,
  };
})()`;

async function expectReadable(page: Page, place: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight / 3)');
    const { covered, ...seen } = (await page.evaluate(LOOK)) as Seen;
    expect({ place, size, ...seen }).toEqual({
      place,
      size,
      wide: false,
      overlapping: [],
      cutOff: [],
    });
    expect([place, size, covered <= MOST_COVERED]).toEqual([place, size, true]);
  }
}

it('loses nothing at 400 %, for whoever comes', async () => {
  expectFault(/404.*nowhere/);
  const { page } = await visit('about:blank');
  for (const place of FOR_ALL) {
    await page.goto(place);
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await expectReadable(page, place);
  }
});

it('loses nothing at 400 %, for an ADMIN with films of their own', async () => {
  const root = await addSomebody(server(), 'root');
  await rateAll(
    root,
    Array.from({ length: 12 }, (_, n) => ({ movie: String(n + 1), stars: (n % 11) / 2 })),
  );
  await root.PUT('/api/v1/users/{user}/favourites/{movie}', {
    params: { path: { user: 'me', movie: '2' } },
  });
  const { page } = await visit();
  await signIn(page, 'root');
  for (const place of FOR_ADMIN) {
    await page.goto(place);
    await page.waitForLoadState('networkidle');
    await expectReadable(page, place);
  }
});

it('has dialogs that can be read to their end at 400 %', async () => {
  const [size] = SIZES;
  const { page } = await visit('/', { viewport: size! });
  const expectWithin = async () => {
    const box = await page.getByRole('dialog').boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(size!.width);
    expect(box!.y + box!.height).toBeLessThanOrEqual(size!.height);
  };
  await page.getByRole('button', { name: 'Sign in' }).click();
  const last = page.getByRole('dialog').getByRole('button', { name: 'Sign up' });
  await last.waitFor();
  await expectWithin();
  await tabTo(page, last);
  expect(await inSight(page, ':focus')).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await page.keyboard.press('/');
  await page.getByRole('combobox').fill('star');
  await page.getByRole('option').nth(3).waitFor();
  await expectWithin();
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => inSight(page, '[aria-selected=true]')).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await expectWithin();
});

it('never hides what has the focus under what stays in place', async () => {
  for (const viewport of SIZES) {
    const { page } = await visit('/', { viewport });
    await page.getByRole('article').first().waitFor();
    await page.waitForLoadState('networkidle');
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab');
      const hidden = (await page.evaluate(HIDDEN)) as string | null;
      expect([viewport.height, n, hidden]).toEqual([viewport.height, n, null]);
    }
  }
});

/** What has the focus, if another thing is over its middle. A star's radio is under the stars it is drawn by. */
const HIDDEN = `(() => {
  const one = document.activeElement;
  if (one === document.body || one.type === 'radio') return null;
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return there === null || one.contains(there) || there.contains(one) ? null : one.outerHTML.slice(0, 80);
})()`;

/** Whether its upper edge and a line of it are in the window. */
async function inSight(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).boundingBox();
  return box !== null && box.y >= 0 && box.y + 20 <= page.viewportSize()!.height;
}
