import { it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { visits } from './support/visit.js';

const { visit, signUp } = visits({ demo: true });

it('says that it keeps nothing', async () => {
  const { page } = await visit();
  await page
    .getByRole('region', { name: 'Notifications' })
    .getByText('This is a demo: nothing is kept')
    .waitFor();
  await signUp(page, 'ana');
  await page.goto('/charts/best');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('contentinfo').getByText('This is a demo: nothing is kept').waitFor();
  await axeEverywhere(page);
});
