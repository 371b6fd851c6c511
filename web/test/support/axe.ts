import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];

/**
 * Nothing that axe knows stands in anybody's way, dark and light, on a phone and on a large screen; and nothing is wider
 * than the narrowest phone.
 */
export async function axeEverywhere(page: Page): Promise<void> {
  const before = page.viewportSize();
  const theme = await page.locator(':root').getAttribute('data-theme');
  // No colour is looked at on its way to another.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await setTheme(page, 'dark');
    await axe(page);
    await setTheme(page, 'light');
    // All else is as it was in the dark.
    await axe(page, 'color-contrast');
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const { scrollWidth, clientWidth } = await page
    .locator(':root')
    .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  await setTheme(page, theme ?? 'dark');
  if (before) await page.setViewportSize(before);
}

async function axe(page: Page, rule?: string): Promise<void> {
  const builder = new AxeBuilder({ page });
  // What lies under a dialog cannot be reached.
  if ((await page.locator('dialog[open]').count()) > 0) builder.include('dialog[open]');
  if (rule !== undefined) builder.withRules(rule);
  const { violations } = await builder.analyze();
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`),
  );
  expect(told).toEqual([]);
}

function setTheme(page: Page, theme: string): Promise<unknown> {
  return page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
}
