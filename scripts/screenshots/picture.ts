import type { Page } from 'playwright-core';
import type { Viewer } from './services.js';

export type Picture = {
  path: string;
  as?: Viewer;
  /** On a service that nobody has used yet. */
  onEmpty?: true;
  /** What is in sight alone: of a dialog, or of a wall of which no more is there. */
  inSight?: true;
  before?: (page: Page) => Promise<unknown>;
  act?: (page: Page) => Promise<unknown>;
};

export function click(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click();
}
