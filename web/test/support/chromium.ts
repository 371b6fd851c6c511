import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { leftOut } from '../../../server/test/support/redis.js';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine, or the one that CHROMIUM names; null when there is none. */
export function findChromium(): string | null {
  return [process.env.CHROMIUM ?? '', ...PLACES].find(existsSync) ?? null;
}

/** Says so where there is none, and fails where everything must be shown. */
export function mustHaveChromium(): boolean {
  if (findChromium() !== null) return true;
  if (process.env.CI === 'true') throw new Error('the web page: install chromium, CI needs it');
  leftOut('everything of the web page in a browser: there is no Chromium');
  return false;
}

/** With a profile of its own, which goes when it is closed. */
export function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath, args: FLAGS });
}
