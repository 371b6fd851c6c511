/**
 * How quick the page is with 60,000 films: from a click on a star until it is drawn, and until what the service made of
 * it is shown; until a profile of 5,000 ratings is there, on a device that has never seen it; and whether films are
 * missing while it is scrolled. The built program on SQLite, in a real browser. Fails when a target is missed.
 *
 *   npm run build && npx tsx bench/page.ts
 */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { livelyServer } from '../scripts/screenshots/services.js';
import { cleanUp } from '../server/test/support/process.js';
import { launch } from '../web/test/support/chromium.js';
import { addSomebody, rateAll } from '../web/test/support/somebody.js';
import { PASSWORD } from '../web/test/support/visit.js';

const FILMS = 61_920;
const RATINGS = 5000;
const CLICKS = 50;
const OPENINGS = 10;
/** Three notches at a time, without a rest: faster than a hand. */
const PIXELS_A_TURN = 360;
const MOST_DRAWN_MS = 50;
const MOST_STORED_MS = 200;
const MOST_OPEN_MS = 1000;
const LOOK = { viewport: { width: 1280, height: 900 }, locale: 'en-GB' };
const USER = 'halfstar/user';

/** In the page: answers after the paint of the first frame in which `isShown`, with the milliseconds since `began`. */
const SHOWN = `(isShown, began) => new Promise((resolve) => {
  const look = () => requestAnimationFrame(() => {
    if (!isShown()) return look();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - began);
    port2.postMessage(null);
  });
  look();
})`;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const server = await livelyServer(FILMS);
const browser = await launch();
try {
  const ana = await addSomebody(server, 'ana');
  await rateAll(
    ana,
    Array.from({ length: RATINGS }, (_, n) => ({
      movie: String(n + 1),
      stars: (n % 10) / 2 + 0.5,
    })),
  );
  await addSomebody(server, 'bea');
  const fresh = { ana: await signedIn('ana'), bea: await signedIn('bea') };
  const isWell = [
    await clicksOnFilms(fresh.bea),
    await clicksOnWall(fresh.ana),
    await openings('its owner', fresh.ana, 'input:checked'),
    await openings('a stranger', {}, '[class*=fill-star] + *, .sr-only'),
    await scrolling(fresh.ana),
  ];
  process.exitCode = isWell.every(Boolean) ? 0 : 1;
} finally {
  await browser.close();
  await cleanUp();
}

/** Signed in on a device that knows nothing else. */
async function signedIn(handle: string): Promise<BrowserContextOptions> {
  const context = await browser.newContext({ ...LOOK, baseURL: server.url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Name or e-mail address').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Your account' }).waitFor();
  const { cookies, origins } = await context.storageState();
  await context.close();
  const kept = origins.map(({ origin, localStorage }) => ({
    origin,
    localStorage: localStorage.filter(({ name }) => name === USER),
  }));
  return { storageState: { cookies, origins: kept } };
}

async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...LOOK, baseURL: server.url, ...options });
  return context.newPage();
}

/** On the pages of films that were not rated yet: the crowd's count with mine in it is the service's answer. */
async function clicksOnFilms(who: BrowserContextOptions): Promise<boolean> {
  const page = await open(who);
  const [drawn, stored]: [number[], number[]] = [[], []];
  for (let movie = 1; movie <= CLICKS; movie++) {
    await page.goto(`/film/${movie}`);
    const count = await countOf(movie);
    const took = await click(
      page,
      page.getByRole('group', { name: /^Your rating of/ }).first(),
      `() => document.querySelector('[aria-labelledby=score]')?.innerText.includes('${(count + 1).toLocaleString('en-GB')} rating')`,
    );
    drawn.push(took.drawn);
    stored.push(took.stored);
  }
  await page.context().close();
  const isDrawn = told('a click on a film’s page until it is drawn', drawn, MOST_DRAWN_MS);
  return told('until the stored answer is shown', stored, MOST_STORED_MS) && isDrawn;
}

/** The same among 5,000 films, where the stars are all there is to see of it. */
async function clicksOnWall(who: BrowserContextOptions): Promise<boolean> {
  const page = await open(who);
  await page.goto('/user/ana');
  const cards = page.getByRole('region', { name: 'Ratings' }).getByRole('group');
  await cards.first().waitFor();
  const drawn: number[] = [];
  for (let n = 0; n < CLICKS; n++) {
    drawn.push((await click(page, cards.nth(n % 10), '() => true')).drawn);
  }
  await page.context().close();
  return told('a click in a wall of 5,000 until it is drawn', drawn, MOST_DRAWN_MS);
}

/** Gives a film other stars than it has. Milliseconds until they are drawn, and until `isStored`. */
async function click(
  page: Page,
  stars: ReturnType<Page['locator']>,
  isStored: string,
): Promise<{ drawn: number; stored: number }> {
  await stars.scrollIntoViewIfNeeded();
  const given = await stars
    .locator('input:checked')
    .evaluateAll(
      (inputs) => inputs.map((input) => (input as unknown as { value: string }).value)[0],
    );
  const wanted = given === '3.5' ? '2' : '3.5';
  const radio = await stars.locator('input').first().elementHandle();
  const { x, y, width, height } = (await radio?.boundingBox()) ?? fail('no stars');
  await page.evaluate(`
    window.taken = new Promise((resolve) => {
      const shown = ${SHOWN};
      const name = ${JSON.stringify(await radio?.getAttribute('name'))};
      const isDrawn = () => document.querySelector('input:checked[name="' + name + '"]')?.value === '${wanted}';
      addEventListener('pointerup', async ({ timeStamp }) => {
        const took = await Promise.all([shown(isDrawn, timeStamp), shown(${isStored}, timeStamp)]);
        resolve({ drawn: took[0], stored: took[1] });
      }, { capture: true, once: true });
    });
    // The promise itself would be waited for.
    null`);
  await page.mouse.click(x + width * (Number(wanted) / 5 - 0.05), y + height / 2);
  return page.evaluate('taken');
}

async function countOf(movie: number): Promise<number> {
  const { data } = await server
    .client()
    .GET('/api/v1/movies/{movie}/score', { params: { path: { movie: String(movie) } } });
  return data?.count ?? 0;
}

/** Until every film in sight is there with its stars, which `stars` finds in a card. */
async function openings(
  who: string,
  options: BrowserContextOptions,
  stars: string,
): Promise<boolean> {
  const took: number[] = [];
  for (let n = 0; n < OPENINGS; n++) {
    const page = await open(options);
    await page.goto('/user/ana', { waitUntil: 'commit' });
    took.push(
      await page.evaluate(`(${SHOWN})(() => {
        const inSight = [...document.querySelectorAll('[aria-labelledby=wall] li')]
          .filter((li) => li.getBoundingClientRect().top < innerHeight);
        return inSight.length > 5 && inSight.every((li) => li.querySelector('article ${stars}'));
      }, 0)`),
    );
    await page.context().close();
  }
  return told(`5,000 ratings opened by ${who}`, took, MOST_OPEN_MS);
}

/** From the top to the end with a wheel: of each frame, how many places in sight have no film. */
async function scrolling(who: BrowserContextOptions): Promise<boolean> {
  const page = await open(who);
  await page.goto('/user/ana');
  await page.getByRole('region', { name: 'Ratings' }).getByRole('article').first().waitFor();
  await page.evaluate(`(() => {
    window.seen = { frames: 0, places: 0, missing: 0, empty: 0, longest: 0, over: false };
    let last = performance.now();
    const isBetween = ({ firstElementChild, lastElementChild }, y) =>
      firstElementChild?.getBoundingClientRect().top < y && y < lastElementChild?.getBoundingClientRect().bottom;
    const look = (now) => {
      seen.longest = Math.max(seen.longest, now - last);
      last = now;
      let there = 0;
      for (const y of [0.2, 0.4, 0.6, 0.8]) for (const x of [0.15, 0.35, 0.5, 0.65, 0.85]) {
        const place = document.elementFromPoint(innerWidth * x, innerHeight * y)?.closest('li, ul');
        // Above and below the wall there is something else, and its last row has room left.
        const { top, bottom } = document.querySelector('ul.wall').getBoundingClientRect();
        const isOutside = innerHeight * y < top || innerHeight * y > bottom;
        if (isOutside || (place?.tagName === 'UL' && isBetween(place, innerHeight * y))) continue;
        seen.places += 1;
        if (place?.querySelector('article')) there += 1;
        else seen.missing += 1;
      }
      seen.frames += 1;
      if (there === 0) seen.empty += 1;
      if (!seen.over) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })()`);
  await page.mouse.move(LOOK.viewport.width / 2, LOOK.viewport.height / 2);
  const began = performance.now();
  const last = page.locator(`[aria-posinset="${RATINGS}"]`);
  while ((await last.count()) === 0) {
    for (let n = 0; n < 30; n++) await page.mouse.wheel(0, PIXELS_A_TURN);
  }
  const seconds = (performance.now() - began) / 1000;
  const pixels = (await page.evaluate('scrollY')) as number;
  const seen = (await page.evaluate('(seen.over = true, seen)')) as Record<string, number>;
  await page.context().close();
  const { frames = 0, places = 0, missing = 0, empty = 0, longest = 0 } = seen;
  say(
    `scrolled to the end in ${seconds.toFixed(0)} s, ${(pixels / seconds).toFixed(0)} px/s: of ${frames} frames ${empty} ` +
      `without a film (0), of ${places} places ${missing} without theirs (0); longest frame ${longest.toFixed(0)} ms`,
  );
  return empty === 0 && missing === 0;
}

/** Whether 95 of 100 are below `most`. */
function told(what: string, ms: number[], most: number): boolean {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  say(
    `${what}: ${at(0.5).toFixed(0)} ms (median), ${at(0.95).toFixed(0)} (95 of 100), ${at(1).toFixed(0)} at most   (${most})`,
  );
  return at(0.95) < most;
}

function fail(why: string): never {
  throw new Error(why);
}
