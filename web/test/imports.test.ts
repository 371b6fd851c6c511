import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { enter, tabTo } from './support/keys.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { visits } from './support/visit.js';

const { visit, signIn, signUp, server, expectFault } = visits();
const SOON = { timeout: 15_000 };

const LETTERBOXD = `Date,Name,Year,Letterboxd URI,Rating
2017-12-15,The Shawshank Redemption,1994,https://boxd.it/29Pq,4.5
2017-12-16,The Godfather,1972,https://boxd.it/2aNK,5
2017-12-17,Pulp Fiction,1994,https://boxd.it/29Pr,0.5
2017-12-18,The Matrix: A Saga,1999,https://boxd.it/2a1m,3
2017-12-19,"A Film, =That Nobody Knows",1987,https://boxd.it/zzzz,2.5
`;
const CRITICKER = `Score, Film Name, Year, Date Rated, Mini Review, URL, IMDB ID
8,"The Shawshank Redemption",1994,"Jun 21 2014, 22:06","Long, and right.",https://www.criticker.com/film/a/,tt0111161
0,"Pulp Fiction",1994,"Jan 27 2018, 02:57","",https://www.criticker.com/film/b/,tt0110912
`;
const SEEN = `Date,Name,Year,Letterboxd URI
2017-12-15,The Shawshank Redemption,1994,https://boxd.it/29Pq
`;

function choose(page: Page, name: string, content: string) {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) };
  return page.getByLabel('Drop a file here, or choose one').setInputFiles(file);
}

/** What the service has of somebody, by title. */
async function ratingsOf(handle: string) {
  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/ratings', { params: { path: { user: handle } } });
  const all = data?.items.map(({ movie, stars, ratedAt }) => [movie.title, stars, ratedAt]);
  return all?.sort(([one], [other]) => String(one).localeCompare(String(other)));
}

it('previews a Letterboxd CSV, puts it right, brings it in, and takes all of it back', async () => {
  const client = await addSomebody(server(), 'ana');
  await rateAll(client, [{ movie: 'imdb:tt0110912', stars: 5, ratedAt: '2020-01-01T00:00:00Z' }]);
  const before = await ratingsOf('ana');
  const { page } = await visit();
  await signIn(page, 'ana');
  await page.goto('/imports');
  await page.getByText('Nothing yet.').waitFor();
  await axeEverywhere(page);
  await choose(page, 'ratings.csv', LETTERBOXD);
  await page.getByRole('heading', { name: 'ratings.csv', level: 1 }).waitFor();
  await page.getByText('Letterboxd · 5 rows').waitFor();
  await page.getByRole('heading', { name: '3 rows bring something new' }).waitFor();
  await page.getByText('it becomes a film of its own').waitFor();
  await page.getByText('You have 5 stars here').waitFor();
  await axeEverywhere(page);

  await page.getByRole('button', { name: 'Not sure 1' }).click();
  expect(new URL(page.url()).searchParams.get('verdict')).toBe('unmatched');
  await page.getByRole('button', { name: 'Say which film The Matrix: A Saga is' }).click();
  const dialog = page.getByRole('dialog', { name: 'Which film is it?' });
  await axeEverywhere(page);
  await dialog.getByRole('button', { name: /^The Matrix 1999/ }).click();
  await page.getByRole('heading', { name: '4 rows bring something new' }).waitFor();
  await page.getByRole('button', { name: 'All 5' }).click();
  await page.getByRole('button', { name: 'Say which film A Film, =That Nobody Knows is' }).click();
  await dialog.getByRole('button', { name: 'Leave it out' }).click();
  await page.getByRole('button', { name: 'Left out 1' }).waitFor();
  const theirs = page.getByRole('radio', { name: 'Take theirs' });
  // It is chosen a moment after the click, when what was asked for is known to be on its way.
  await theirs.click();
  await page.getByText('What the file says takes its place.').waitFor();
  expect(await theirs.isChecked()).toBe(true);

  await page.getByRole('button', { name: 'Bring it in' }).click();
  await page.getByRole('heading', { name: 'Your history is here' }).waitFor();
  await expect.poll(() => page.getByText('Brought in', { exact: true }).count(), SOON).toBe(4);
  const report = page.getByRole('region', { name: 'Your history is here' });
  expect(await report.getByRole('definition').allInnerTexts()).toEqual(['4', '0', '0', '1']);
  await axeEverywhere(page);
  expect((await ratingsOf('ana'))?.map(([title, stars]) => [title, stars])).toEqual([
    ['Pulp Fiction', 0.5],
    ['The Godfather', 5],
    ['The Matrix', 3],
    ['The Shawshank Redemption', 4.5],
  ]);
  const address = page.url();
  await page.getByRole('link', { name: 'Profile' }).last().click();
  const wall = page.getByRole('region', { name: 'Ratings' });
  await wall.getByRole('link', { name: 'The Matrix' }).waitFor();
  await expect.poll(() => wall.getByRole('article').count(), SOON).toBe(4);

  await page.goto(address);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('heading', { name: 'All of it is undone' }).waitFor();
  await page.getByText('Everything is as it was before.').waitFor();
  expect(await ratingsOf('ana')).toEqual(before);
  await axeEverywhere(page);
  await page.getByRole('link', { name: 'All imports' }).click();
  await page.getByRole('link', { name: /ratings\.csv.*Undone/ }).waitFor();
});

it('asks for the scale by the keyboard alone, and gets on where nothing is told of progress', async () => {
  expectFault(/ERR_FAILED.*events/);
  // A worker would ask in its stead.
  const { page } = await visit('/', { serviceWorkers: 'block' });
  await signUp(page, 'bea');
  await page.route('**/events', (route) => route.abort());
  await page.goto('/imports');
  await tabTo(page, page.getByLabel('Drop a file here, or choose one'));
  await choose(page, 'ratings.csv', CRITICKER);
  await page.getByRole('heading', { name: 'On which scale are these?' }).waitFor();
  await axeEverywhere(page);
  await tabTo(page, page.getByRole('radio', { name: '10', exact: true }));
  await page.keyboard.press('Space');
  await enter(page, page.getByRole('button', { name: 'Go on' }));
  await page.getByRole('heading', { name: '2 rows bring something new' }).waitFor();
  await enter(page, page.getByRole('button', { name: 'Bring it in' }));
  await page.getByRole('heading', { name: 'Your history is here' }).waitFor();
  expect((await ratingsOf('bea'))?.map(([title, stars]) => [title, stars])).toEqual([
    ['Pulp Fiction', 0],
    ['The Shawshank Redemption', 4],
  ]);
});

it('says what is wrong with a file, asks what one does not say, and forgets one that is discarded', async () => {
  expectFault(/422/);
  const { page } = await visit();
  await signUp(page, 'carla');
  await page.goto('/imports');
  await choose(page, 'ratings.csv', '%PDF-1.7\n%âãÏÓ\n1 0 obj');
  await page.getByRole('alert').filter({ hasText: 'not a file that can be read' }).waitFor();
  await page.getByText('ratings.csv is a PDF.').waitFor();
  await choose(page, 'empty.csv', '');
  await page.getByRole('alert').filter({ hasText: 'The file is empty.' }).waitFor();
  await choose(page, 'films.csv', SEEN);
  await page.getByRole('radio', { name: 'Watchlist' }).check();
  await axeEverywhere(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: '1 row brings something new' }).waitFor();
  await page.getByRole('button', { name: 'Discard it' }).click();
  await page.getByText('Nothing yet.').waitFor();
});

it('is for who is signed in, and shows nobody the import of another', async () => {
  expectFault(/404/);
  const { page } = await visit('/imports');
  await page.getByRole('heading', { name: 'Sign in to see this.' }).waitFor();
  await axeEverywhere(page);
  await signUp(page, 'dora');
  await page.goto('/imports/999999');
  await page.getByRole('heading', { name: 'Nothing is here' }).waitFor();
});
