import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Store } from '../../../server/src/ports.js';
import { emptyDatabase } from '../../../server/test/support/database.js';
import { someFilms } from '../../../server/test/support/films.js';
import { cleanUp, type Server, startServer } from '../../../server/test/support/process.js';
import { launch } from './chromium.js';

const FILMS = 300;
const START_MS = 180_000;
/** Also on a machine that has much else to do. */
const SOON_MS = 30_000;
const LOOK = { viewport: { width: 1280, height: 900 }, locale: 'en-GB' };

export const PASSWORD = 'a long pass phrase';

type Settings = {
  films?: number;
  /** What else is there before the server starts. */
  fill?(store: Store): Promise<unknown>;
  /** With what a demo begins with instead. */
  demo?: boolean;
} & { [setting: Uppercase<string>]: string };
type Visit = { context: BrowserContext; page: Page };

/**
 * A browser and a built server with 300 real films, or so many, for the tests of one file. Each test fails on whatever the console
 * had to say that is an error, and on what the policy of the page refused.
 */
export function visits({ films = FILMS, fill, demo = false, ...settings }: Settings = {}) {
  let browser: Browser;
  let server: Server;
  const open = new Set<BrowserContext>();
  let faults: string[] = [];
  let expected: RegExp[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launch(),
      demo ? startServer({ args: ['--demo'], settings }) : filled().then(startServer),
    ]);
  }, START_MS);

  async function filled() {
    const database = await emptyDatabase();
    const store = await database.open();
    await store.catalogue.load(await someFilms(films), Date.now(), () => {});
    await fill?.(store);
    await store.close();
    return { settings: { ...database.settings, ...settings } };
  }

  afterEach(async () => {
    for (const context of open) await context.close();
    open.clear();
    const unexpected = faults.filter((fault) => !expected.some((one) => one.test(fault)));
    faults = [];
    expected = [];
    expect(unexpected).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await cleanUp();
  });

  function watch(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => faults.push(String(error)));
  }

  return {
    server: () => server,

    /** A console error that this test brings about on purpose. */
    expectFault(fault: RegExp): void {
      expected.push(fault);
    },

    /** Somebody comes with a browser of their own. */
    async visit(path = '/', options: BrowserContextOptions = {}): Promise<Visit> {
      const context = await browser.newContext({ ...LOOK, baseURL: server.url, ...options });
      context.setDefaultTimeout(SOON_MS);
      open.add(context);
      context.on('page', watch);
      const page = await context.newPage();
      await page.goto(path);
      return { context, page };
    },

    /** Signs in with `PASSWORD`, by the page. */
    async signIn(page: Page, handle: string): Promise<void> {
      await page.goto('/sign-in');
      await page.getByLabel('Name or e-mail address').fill(handle);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Your account' }).waitFor();
    },

    /** Makes an account and signs it in, by the page. */
    async signUp(page: Page, handle: string): Promise<void> {
      await page.goto('/sign-up');
      await page.getByLabel('Name', { exact: true }).fill(handle);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign up' }).click();
      await page.getByRole('button', { name: 'Your account' }).waitFor();
    },
  };
}
