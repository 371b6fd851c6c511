import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { visits } from './support/visit.js';

const { visit, server } = visits();
const films = Array.from({ length: 60 }, (_, n) => String(n + 1));

it('draws what ratings tell, and says it in words and tables too', async () => {
  const ana = await addSomebody(server(), 'ana');
  const ben = await addSomebody(server(), 'ben');
  await rateAll(
    ana,
    films.map((movie, n) => ({
      movie,
      stars: (n % 11) / 2,
      ratedAt: `202${3 + (n % 3)}-05-01T00:00:00Z`,
    })),
  );
  await rateAll(
    ben,
    films.map((movie, n) => ({ movie, stars: n === 10 ? 0 : Math.min(5, (n % 11) / 2 + 0.5) })),
  );
  const { page } = await visit('/user/ana/statistics');
  await page.getByRole('img', { name: /^60 ratings; the most/ }).waitFor();
  await page.getByRole('img', { name: /^By decade of the films: the most/ }).waitFor();
  await page.getByRole('img', { name: /^By year of the films: the most/ }).waitFor();
  await page.getByRole('img', { name: /are better than \d+% of all/ }).waitFor();
  await page
    .getByRole('table', { name: 'All the years' })
    .getByRole('cell', { name: '20' })
    .first()
    .waitFor();

  const crowd = page.getByRole('region', { name: 'Beside everyone else' });
  await crowd.getByText('98%').waitFor();
  await crowd.getByText('stars stricter than others').waitFor();
  await crowd.getByText('5 stars, the others 0.0').waitFor();
  await page.getByRole('region', { name: 'By director' }).getByRole('link').first().waitFor();
  await axeEverywhere(page);
  // What is there for who does not see the pictures makes the page no longer than it looks.
  const end = await page.evaluate(
    `document.documentElement.scrollHeight - scrollY - document.querySelector('footer').getBoundingClientRect().bottom`,
  );
  expect(end).toBeLessThan(1);

  await page.goto('/user/ben/statistics');
  await page.getByRole('img', { name: /^60 ratings/ }).waitFor();
  await addSomebody(server(), 'cleo');
  await page.goto('/user/cleo/statistics');
  await page.getByRole('heading', { name: 'There is nothing to count yet' }).waitFor();
  await axeEverywhere(page);
});
