import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { visits } from './support/visit.js';

const { visit, signIn, server, expectFault } = visits();
const day = (n: number) => `2025-03-${String(n).padStart(2, '0')}T12:00:00Z`;

it('shows my wall, sorts and narrows it by the address, and a new rating at once', async () => {
  const client = await addSomebody(server(), 'ana');
  const { data } = await client.GET('/api/v1/movies', { params: { query: { limit: 12 } } });
  const films = data!.items;
  await rateAll(
    client,
    films
      .slice(0, 10)
      .map(({ id }, n) => ({ movie: String(id), stars: n / 2, ratedAt: day(n + 1) })),
  );
  const { page, context } = await visit();
  await signIn(page, 'ana');
  await page.getByRole('link', { name: 'Profile' }).first().click();
  await page.getByRole('heading', { name: 'ana', level: 1 }).waitFor();
  const wall = page.getByRole('region', { name: 'Ratings' });
  const titles = () => wall.getByRole('article').getByRole('paragraph').allTextContents();
  const rated = films.slice(0, 10).map(({ title }) => title);
  await expect.poll(titles).toEqual(rated.toReversed());
  await axeEverywhere(page);

  await page.getByLabel('Sorted by').selectOption('Fewest stars first');
  await expect.poll(titles).toEqual(rated);
  await page.getByLabel('Stars at least').selectOption('4 ★ and more');
  await expect.poll(titles).toEqual(rated.slice(8));
  expect(new URL(page.url()).search).toBe('?sort=stars&stars=4');
  await page.goBack();
  await expect.poll(titles).toEqual(rated);
  await page.getByLabel('Find a title').fill(rated[3]!);
  await expect.poll(titles).toContain(rated[3]);
  await page.getByLabel('Find a title').fill('zzzz');
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect.poll(titles).toEqual(rated.toReversed());

  // Given on another page, in another tab.
  const other = await context.newPage();
  await other.goto(`/film/${films[11]!.id}`);
  await other
    .getByRole('group', { name: /^Your rating of/ })
    .getByRole('radio')
    .first()
    .focus();
  await other.keyboard.press('Digit5');
  await expect.poll(titles).toEqual([films[11]!.title, ...rated.toReversed()]);
  await other.close();

  const stars = wall.getByRole('group', { name: `Your rating of ${rated[9]}`, exact: true });
  await stars.getByRole('radio').first().focus();
  await page.keyboard.press('Digit1');
  await expect
    .poll(async () => {
      const path = { user: 'ana', movie: String(films[9]!.id) };
      const { data } = await client.GET('/api/v1/users/{user}/ratings/{movie}', {
        params: { path },
      });
      return data?.stars;
    })
    .toBe(1);
});

it('shows others what is public, to look at, and says kindly when it is not', async () => {
  const client = await addSomebody(server(), 'bea');
  await rateAll(client, [{ movie: '1', stars: 4.5 }]);
  const { page } = await visit('/user/bea');
  const wall = page.getByRole('region', { name: 'Ratings' });
  await wall.getByText('4.5 stars').waitFor();
  expect(await wall.getByRole('group').count()).toBe(0);
  await axeEverywhere(page);

  await client.PATCH('/api/v1/users/{user}', {
    params: { path: { user: 'me' } },
    body: { privacy: 'private' },
  });
  expectFault(/404/);
  await page.reload();
  await page.getByRole('heading', { name: 'Nobody is to be seen here' }).waitFor();
  await axeEverywhere(page);
});
