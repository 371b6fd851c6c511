import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { enter, tabTo } from './support/keys.js';
import { addSomebody } from './support/somebody.js';
import { visits } from './support/visit.js';

const { visit, signIn, signUp, server, expectFault } = visits();

const SOON = { timeout: 8000 };
const FILM = '/film/imdb:tt0111161';
const TITLE = 'The Shawshank Redemption';

/** What the service has in somebody's diary, the latest first. */
async function diaryOf(handle: string) {
  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/viewings', { params: { path: { user: handle } } });
  return data?.items.map(({ movie, watchedOn, stars, rewatch, tags, review }) => ({
    title: movie.title,
    watchedOn,
    stars,
    rewatch,
    tags,
    review,
  }));
}

it('logs a viewing and a rewatch by the keyboard alone, and has both in the diary', async () => {
  const { page } = await visit();
  await signUp(page, 'ana');
  await page.goto(FILM);
  const log = page.getByRole('button', { name: 'Log a viewing' });
  await enter(page, log);
  const dialog = page.getByRole('dialog', { name: `When you saw ${TITLE}` });
  await dialog.getByLabel('Day').fill('2020-05-01');
  await tabTo(
    page,
    dialog
      .getByRole('group', { name: `Your rating of ${TITLE}` })
      .getByRole('radio')
      .first(),
  );
  await page.keyboard.press('Digit3');
  expect(await dialog.getByRole('checkbox', { name: 'They are my rating' }).isChecked()).toBe(true);
  await axeEverywhere(page);
  await enter(page, dialog.getByRole('button', { name: 'Save' }));
  await page.getByText(`${TITLE} is in your diary`).waitFor();
  await page.getByRole('heading', { name: 'Seen once' }).waitFor();

  await enter(page, log, 'Shift+Tab');
  expect(await dialog.getByRole('checkbox', { name: 'seen it before' }).isChecked()).toBe(true);
  await dialog.getByLabel('Day').fill('2024-02-29');
  await dialog.getByRole('radio', { name: '4.5 stars' }).focus();
  await page.keyboard.press('Shift+Digit4');
  await dialog.getByLabel('What you thought of it').fill('Better <b>than</b> I remembered.');
  await dialog.getByLabel('Tags').fill('cinema, with Ada, cinema');
  await enter(page, dialog.getByRole('button', { name: 'Save' }));
  await page.getByRole('heading', { name: 'Seen 2 times' }).waitFor();
  await axeEverywhere(page);

  const first = { title: TITLE, watchedOn: '2020-05-01', stars: 3, rewatch: false };
  const second = { title: TITLE, watchedOn: '2024-02-29', stars: 4.5, rewatch: true };
  expect(await diaryOf('ana')).toEqual([
    { ...second, tags: ['cinema', 'with Ada'], review: 'Better <b>than</b> I remembered.' },
    { ...first, tags: [], review: null },
  ]);
  // Given with the first viewing; the second was not to change it.
  const rated = page.getByRole('region', { name: 'Your rating' });
  expect(await rated.getByRole('radio', { name: '3 stars' }).first().isChecked()).toBe(true);

  await page.goto('/user/ana');
  await enter(page, page.getByRole('link', { name: 'Diary' }));
  const month = page.getByRole('region', { name: 'February 2024' });
  await month.getByRole('link', { name: TITLE }).waitFor();
  await month.getByText('Better <b>than</b> I remembered.').waitFor();
  await axeEverywhere(page);
  await page.getByLabel('Sorted by').selectOption('Earliest first');
  const months = () =>
    page.locator('main').getByRole('region').getByRole('heading').allTextContents();
  await expect.poll(months, SOON).toEqual(['May 2020', 'February 2024']);
});

it('changes a viewing, takes one away and back', async () => {
  const client = await addSomebody(server(), 'bea');
  for (const watchedOn of ['2023-01-02', '2023-01-03']) {
    await client.POST('/api/v1/users/{user}/viewings', {
      params: { path: { user: 'me' } },
      body: { movie: '1', watchedOn, stars: 4.35, tags: ['tape'] },
    });
  }
  const { page } = await visit();
  await signIn(page, 'bea');
  await page.goto('/user/bea/diary');
  await page.getByRole('button', { name: /^Change your viewing of .*3 Jan 2023$/ }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Tags').inputValue()).toBe('tape');
  await dialog.getByLabel('Day').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const unknown = page.getByRole('region', { name: 'Day not known' });
  await unknown.getByRole('link').first().waitFor();

  const remove = page.getByRole('button', { name: /^Remove your viewing of .*2 Jan 2023$/ });
  await remove.click();
  await remove.waitFor({ state: 'hidden' });
  await expect.poll(async () => (await diaryOf('bea'))?.length, SOON).toBe(1);
  await page.getByText('1 viewing').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await remove.waitFor();
  const entry = { rewatch: false, stars: 4.35, tags: ['tape'], review: null };
  expect(await diaryOf('bea')).toMatchObject([
    { ...entry, watchedOn: '2023-01-02' },
    { ...entry, watchedOn: null },
  ]);
});

it('says why a day is refused, and keeps what was written', async () => {
  expectFault(/400/);
  const { page } = await visit();
  await signUp(page, 'carla');
  await page.goto(FILM);
  await page.getByRole('button', { name: 'Log a viewing' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Day').fill('1700-01-01');
  await dialog.getByLabel('What you thought of it').fill('Early.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.getByRole('alert').textContent()).toContain('no films before');
  expect(await dialog.getByLabel('What you thought of it').inputValue()).toBe('Early.');
});

it('keeps a film on the watchlist until it was seen, by the film and by the list', async () => {
  const { page } = await visit();
  await signUp(page, 'dora');
  await page.goto(FILM);
  const mark = page.getByRole('button', { name: 'Watchlist', exact: true });
  await enter(page, mark);
  await page.getByRole('button', { name: 'Watchlist', exact: true, pressed: true }).waitFor();
  await page.goto('/user/dora/watchlist');
  await page.getByText('1 film').waitFor();
  const off = page.getByRole('button', { name: `${TITLE} is on my watchlist: take it off` });
  await enter(page, off);
  await page.getByRole('heading', { name: 'The watchlist is empty' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await off.waitFor();
  await axeEverywhere(page);

  await page.goto(FILM);
  await page.getByRole('button', { name: 'Log a viewing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Take it off' }).click();
  await page.getByRole('button', { name: 'Watchlist', exact: true, pressed: false }).waitFor();
  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/watchlist', { params: { path: { user: 'dora' } } });
  expect(data?.total).toBe(0);
});

it('shows the diary of somebody public to anybody, without a way to change it, and no private one', async () => {
  expectFault(/404/);
  const client = await addSomebody(server(), 'emil');
  await client.POST('/api/v1/users/{user}/viewings', {
    params: { path: { user: 'me' } },
    body: { movie: '1', watchedOn: '2023-01-02' },
  });
  const { page } = await visit('/user/emil/diary');
  await page.getByRole('region', { name: 'January 2023' }).waitFor();
  expect(await page.getByRole('button', { name: /viewing of/ }).count()).toBe(0);
  await client.PATCH('/api/v1/users/{user}', {
    params: { path: { user: 'me' } },
    body: { privacy: 'private' },
  });
  for (const list of ['diary', 'watchlist']) {
    await page.goto(`/user/emil/${list}`);
    await page.getByRole('heading', { name: 'Nobody is to be seen here' }).waitFor();
  }
});

it('keeps what is written when text is selected beyond the edge, and gives the focus back once saved', async () => {
  const { page } = await visit();
  await signUp(page, 'writer');
  await page.goto(FILM);
  const log = page.getByRole('button', { name: 'Log a viewing' });
  await log.click();
  const dialog = page.getByRole('dialog', { name: `When you saw ${TITLE}` });
  const review = dialog.getByLabel('What you thought of it');
  await review.fill('Much to say');
  const { x, y } = (await review.boundingBox())!;
  await page.mouse.move(x + 60, y + 15);
  await page.mouse.down();
  await page.mouse.move(20, y + 15);
  await page.mouse.up();
  expect(await review.inputValue()).toBe('Much to say');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${TITLE} is in your diary`).waitFor();
  const focused = () => page.evaluate('document.activeElement.textContent');
  await expect.poll(focused, SOON).toBe('Log a viewing');
  await log.click();
  await page.mouse.click(20, y);
  await dialog.waitFor({ state: 'detached' });
});
