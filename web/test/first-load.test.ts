import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { addSomebody, rateAll } from './support/somebody.js';
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

const LOOKS = {
  phone: { viewport: { width: 412, height: 823 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1350, height: 940 } },
};
const SHOWN = ['/', '/search', '/charts/best', '/film/1', '/user/bea', '/user/bea/statistics'];
beforeAll(async () => {
  const bea = await addSomebody(server(), 'bea');
  await rateAll(
    bea,
    Array.from({ length: 60 }, (_, n) => ({ movie: String(n + 1), stars: (n % 9) / 2 + 1 })),
  );
});

/** Answers come one after the other, so that each has a box to fill. */
const SLOWLY_MS = 150;

it.each(
  (['phone', 'desktop'] as const).flatMap((look) => SHOWN.map((path) => [path, look] as const)),
)('%s moves nothing on a %s when its answers are late', async (path, look) => {
  const { page } = await visit('about:blank', LOOKS[look]);
  let asked = 0;
  await page.route('**/api/**', async (route) => {
    asked += 1;
    await setTimeout(asked * SLOWLY_MS);
    await route.continue();
  });
  await page.addInitScript(`
    shifts = [];
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, sources } of list.getEntries())
        if (!hadRecentInput) shifts.push(sources.map(({ node }) => node?.outerHTML.slice(0, 120)));
    }).observe({ type: 'layout-shift', buffered: true });
  `);
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
  expect(await page.evaluate('shifts')).toEqual([]);
});
