import { expect, it } from 'vitest';
import { addSomebody } from './support/somebody.js';
import { visits } from './support/visit.js';

const MOST_SCRIPT_BYTES = 120 * 1024;
const PAGES = ['/', '/search', '/charts/best', '/film/1', '/sign-in', '/person/1'];

const { visit, server } = visits();

it.each(PAGES)('%s takes no more than 120 KB of script to come up', async (path) => {
  const { page } = await visit('about:blank');
  const sizes = new Map<string, number>();
  page.on('requestfinished', async (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.endsWith('.js')) return;
    sizes.set(pathname, (await request.sizes()).responseBodySize);
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(MOST_SCRIPT_BYTES);
});

it.each([
  ['/film/1', ['/api/v1/movies/1']],
  ['/user/ana', ['/api/v1/users/ana', '/api/v1/users/ana/ratings?sort=-ratedAt&limit=40']],
])('%s asks once for what it shows, before its large script is there', async (path, first) => {
  await addSomebody(server(), 'ana');
  const { page } = await visit('about:blank');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const isAsked = Promise.all(
    first.map((one) => page.waitForRequest((it) => it.url().endsWith(one))),
  );
  await page.route(/\/assets\/index-.*\.js/, async (route) => {
    await isAsked;
    await route.continue();
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  const times = (one: string) => asked.filter((url) => url.endsWith(one)).length;
  expect(first.map(times)).toEqual(first.map(() => 1));
});

it('moves nothing once it is drawn', async () => {
  const { page } = await visit();
  await page.waitForLoadState('networkidle');
  const shift = await page.evaluate(
    `new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 500);
    })`,
  );
  expect(shift).toBe(0);
});
