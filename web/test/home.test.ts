import { expect, it } from 'vitest';
import { addSomebody, rateAll } from './support/somebody.js';
import { visits } from './support/visit.js';

const { visit, server } = visits();

it('shows the films with the best scores, though the popular ones do not come', async () => {
  const bea = await addSomebody(server(), 'bea');
  const movies = Array.from({ length: 20 }, (_, n) => ({ movie: String(n + 1), stars: 4 }));
  await rateAll(bea, movies);
  const best = async () => {
    const params = { path: { chart: 'best' as const }, query: { limit: 3 } };
    const { data } = await server().client().GET('/api/v1/charts/{chart}', { params });
    return data?.items.map(({ movie }) => movie.title) ?? [];
  };
  await expect.poll(best).toHaveLength(3);

  const { page } = await visit('about:blank');
  await page.route('**/api/v1/popular*', () => {});
  await page.goto('/');
  const shelf = page.getByRole('region', { name: 'Best scores' });
  for (const title of await best()) await shelf.getByText(title).first().waitFor();
});
