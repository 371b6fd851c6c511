import type { Locator, Page } from 'playwright-core';

/** More than any page has to stop at. */
const MOST_STOPS = 400;

/** Goes there by Tab alone, or backwards, as somebody without a pointer would. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.evaluate((one) => one.matches(':focus'))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${target}`);
}

/** The same, and follows it or presses it. */
export async function enter(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await tabTo(page, target, key);
  await page.keyboard.press('Enter');
}
