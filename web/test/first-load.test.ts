import { expect, it } from 'vitest';
import { visits } from './support/visit.js';

const MOST_SCRIPT_BYTES = 120 * 1024;
const PAGES = ['/', '/search', '/charts/best', '/film/1', '/sign-in', '/person/1'];

const { visit } = visits();

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
