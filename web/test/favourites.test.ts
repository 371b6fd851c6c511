import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { visits } from './support/visit.js';

const { visit, signIn, server } = visits();

it('sorts favourites by stars and release date, and takes one away and back', async () => {
  // The first to come is ADMIN.
  await addSomebody(server(), 'admin');
  const client = await addSomebody(server(), 'ana');
  const { data } = await client.GET('/api/v1/movies', { params: { query: { limit: 6 } } });
  const films = data!.items;
  for (const { id } of films) {
    await client.PUT('/api/v1/users/{user}/favourites/{movie}', {
      params: { path: { user: 'me', movie: String(id) } },
    });
  }
  await rateAll(
    client,
    films.map(({ id }, n) => ({ movie: String(id), stars: n % 2 === 0 ? 5 : 2 })),
  );
  const byDate = (all: typeof films) =>
    all.toSorted((one, other) => Date.parse(one.releaseDate!) - Date.parse(other.releaseDate!));
  const [loved, others] = [0, 1].map((rest) => byDate(films.filter((_, n) => n % 2 === rest)));

  const { page } = await visit();
  await signIn(page, 'ana');
  await page.getByRole('link', { name: 'Favourites' }).first().click();
  const wall = page.getByRole('region', { name: 'Favourites' });
  const titles = () => wall.getByRole('article').getByRole('paragraph').allTextContents();
  const titled = (all: typeof films) => all.map(({ title }) => title);
  await expect.poll(titles).toEqual(titled(films.toReversed()));
  await page.getByLabel('Sorted by').selectOption('Most stars first');
  await page.getByLabel('And then by').selectOption('then oldest films');
  const sorted = [...titled(loved!), ...titled(others!)];
  await expect.poll(titles).toEqual(sorted);
  expect(new URL(page.url()).searchParams.get('sort')).toBe('-stars,releaseDate');
  await axeEverywhere(page);

  const heart = page.getByRole('button', { name: `${sorted[1]} is a favourite: remove it` });
  await heart.focus();
  await page.keyboard.press('Enter');
  await expect.poll(titles).toEqual(sorted.toSpliced(1, 1));
  await page.getByText('5 films').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(titles).toEqual(sorted);
  await page.getByText('6 films').waitFor();
  await page.reload();
  await expect.poll(titles).toEqual(sorted);
});

it('has an ADMIN clear them after a question, and says how many went', async () => {
  const client = await addSomebody(server(), 'bea');
  for (const movie of ['1', '2', '3']) {
    await client.PUT('/api/v1/users/{user}/favourites/{movie}', {
      params: { path: { user: 'me', movie } },
    });
  }
  const { page } = await visit();
  await signIn(page, 'admin');
  await page.goto('/user/bea/favourites');
  await page.getByText('3 films').waitFor();
  await axeEverywhere(page);
  await page.getByRole('button', { name: 'Clear favourites' }).click();
  const dialog = page.getByRole('dialog', { name: 'Clear the favourites of bea?' });
  await dialog.getByText('All 3 films go').waitFor();
  await axeEverywhere(page);
  await dialog.getByRole('button', { name: 'Clear favourites' }).click();
  await page.getByText('3 favourites removed').waitFor();
  await page.getByRole('heading', { name: 'No favourites yet' }).waitFor();
  const { data } = await client.GET('/api/v1/users/{user}/favourites', {
    params: { path: { user: 'me' } },
  });
  expect(data?.total).toBe(0);
});
