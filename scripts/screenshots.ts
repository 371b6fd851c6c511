/**
 * Takes pictures of every page at three widths, dark and light, into screenshots/: the built server with real films and
 * an invented crowd, in a real browser. `npm run screenshots -- home film --width 390 --theme dark --language es` takes
 * those alone, where what is pressed for a picture is not asked for in words; `--readme` takes those of the README.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { cleanUp, type Server } from '../server/test/support/process.js';
import { launch } from '../web/test/support/chromium.js';
import type { Picture } from './screenshots/picture.js';
import { PICTURES } from './screenshots/pictures.js';
import { emptyServer, livelyServer, PASSWORD, type Viewer } from './screenshots/services.js';

const FOLDER = 'screenshots';
const README_FOLDER = 'docs/pictures';
const HEIGHTS: Record<string, number> = { 390: 844, 768: 1024, 1440: 900 };
/** Until nothing moves any more. */
const QUIET_MS = 400;
/** What stays at an edge of the screen would lie across a picture of the whole page. */
const UNSTUCK =
  "for (const one of document.querySelectorAll('.sticky')) one.style.position = 'static'";
const README_QUALITY = 80;

const desktop = { width: 1280, height: 800, sharpness: 1.25 };
const phone = { width: 390, height: 844, sharpness: 2 };
const README = [
  { name: 'home', theme: 'dark', ...desktop },
  { name: 'film', theme: 'dark', ...desktop, height: 1100 },
  { name: 'rapid-chosen', theme: 'dark', ...phone },
  { name: 'statistics', theme: 'light', ...desktop },
];

type State = NonNullable<BrowserContextOptions['storageState']>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: 'string', multiple: true, default: Object.keys(HEIGHTS) },
    theme: { type: 'string', multiple: true, default: ['dark', 'light'] },
    language: { type: 'string', default: 'en-GB' },
    readme: { type: 'boolean', default: false },
  },
});

const [lively, empty, browser] = await Promise.all([livelyServer(), emptyServer(), launch()]);
const states = new Map<Viewer, State>();
if (values.readme) await takeForReadme();
else await takeAll();
await browser.close();
await cleanUp();

async function takeAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const names = Object.keys(PICTURES).filter(
    (name) => positionals.length === 0 || positionals.includes(name),
  );
  const language = values.language.startsWith('en') ? '' : `-${values.language}`;
  for (const theme of values.theme) {
    for (const width of values.width.map(Number)) {
      for (const name of names) {
        const picture = PICTURES[name] as Picture;
        const size = { width, height: HEIGHTS[width] ?? 900, sharpness: 1 };
        await show(picture, theme, size, (page) =>
          page.screenshot({
            path: `${FOLDER}/${name}-${width}-${theme}${language}.png`,
            fullPage: !picture.inSight,
          }),
        );
      }
    }
  }
}

async function takeForReadme(): Promise<void> {
  mkdirSync(README_FOLDER, { recursive: true });
  for (const { name, theme, ...size } of README) {
    await show(PICTURES[name] as Picture, theme, size, async (page) => {
      const chromium = await page.context().newCDPSession(page);
      const { data } = await chromium.send('Page.captureScreenshot', {
        format: 'webp',
        quality: README_QUALITY,
      });
      writeFileSync(`${README_FOLDER}/${name}.webp`, Buffer.from(data, 'base64'));
    });
  }
}

type Size = { width: number; height: number; sharpness: number };

async function show(
  { path, as, onEmpty, inSight, before, act }: Picture,
  theme: string,
  { sharpness, ...viewport }: Size,
  take: (page: Page) => Promise<unknown>,
): Promise<void> {
  const isPhone = viewport.width < 500;
  const context = await open(onEmpty ? empty : lively, {
    viewport,
    deviceScaleFactor: sharpness,
    locale: values.language,
    hasTouch: isPhone,
    isMobile: isPhone,
    ...(as && { storageState: await stateOf(as) }),
  });
  await context.addInitScript(`localStorage.setItem('halfstar/theme', '${theme}')`);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`${message.text()} ${page.url()}\n`);
  });
  await before?.(page);
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await act?.(page);
  await page.evaluate('window.scrollTo(0, 0)');
  if (!inSight) await page.evaluate(UNSTUCK);
  await page.waitForTimeout(QUIET_MS);
  await take(page);
  await context.close();
}

function open({ url }: Server, options: BrowserContextOptions): Promise<BrowserContext> {
  return browser.newContext({ baseURL: url, serviceWorkers: 'block', ...options });
}

/** What a browser keeps of somebody who has signed in. */
async function stateOf(who: Viewer): Promise<State> {
  const known = states.get(who);
  if (known !== undefined) return known;
  const context = await open(lively, { locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Name or e-mail address').fill(who);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Your account' }).waitFor();
  const state = await context.storageState();
  states.set(who, state);
  await context.close();
  return state;
}
