import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { enter, tabTo } from './support/keys.js';
import { PASSWORD, visits } from './support/visit.js';

const { visit, server } = visits();
const TITLE = 'The Shawshank Redemption';
const BACK = 'Shift+Tab';

it('takes somebody from signing up to what a rating of 3.5 changes, with the keyboard alone', async () => {
  const { page } = await visit();
  await enter(page, page.getByRole('button', { name: 'Sign in' }));
  const entrance = page.getByRole('dialog');
  await entrance.getByLabel('Name or e-mail address').waitFor();
  await enter(page, entrance.getByRole('button', { name: 'Sign up' }));
  await tabTo(page, entrance.getByLabel('Name', { exact: true }));
  await page.keyboard.type('ana');
  await tabTo(page, entrance.getByLabel('Password', { exact: true }));
  await page.keyboard.type(PASSWORD);
  await axeEverywhere(page);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Your account' }).waitFor();
  await entrance.waitFor({ state: 'hidden' });

  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search films' }).waitFor();
  await page.keyboard.type('shawshnak');
  await page.getByRole('option', { name: TITLE, selected: true }).waitFor();
  await axeEverywhere(page);
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor();
  expect(await page.title()).toBe(`${TITLE} (1994) · Halfstar`);
  const stars = page.getByRole('group', { name: `Your rating of ${TITLE}` });
  const given = stars.getByRole('radio', { name: '3.5 stars' });
  await tabTo(page, stars.getByRole('radio').first());
  await page.keyboard.press('Shift+Digit3');
  await page.getByText(`${TITLE}: rated 3.5 ★`).waitFor();
  await expect.poll(() => given.isChecked()).toBe(true);

  const score = page.getByRole('region', { name: 'The score' });
  await score.getByText('1 rating', { exact: false }).first().waitFor();
  await score.getByRole('img', { name: '1 rating, of 3.5 stars' }).waitFor();
  await score.getByText('Very likely between').waitFor();
  await enter(page, score.getByText('Why this score'));
  await score.getByRole('link', { name: 'The method, to the last constant' }).waitFor();
  await axeEverywhere(page);

  const top = page.getByRole('banner');
  await enter(page, top.getByRole('link', { name: 'Profile' }), BACK);
  await page.getByRole('heading', { name: 'ana', level: 1 }).waitFor();
  await expect.poll(() => given.isChecked()).toBe(true);
  await enter(page, page.getByRole('link', { name: 'Statistics' }));
  await page.getByRole('img', { name: '1 rating, of 3.5 stars' }).waitFor();
  const years = page.getByRole('table', { name: 'By year of the films' });
  await years.getByRole('row', { name: '1994 1 3.5' }).waitFor();
  await axeEverywhere(page);

  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/ratings', { params: { path: { user: 'ana' } } });
  expect(data?.items.map(({ movie, stars }) => [movie.title, stars])).toEqual([[TITLE, 3.5]]);
});
