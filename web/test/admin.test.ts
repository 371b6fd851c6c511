import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { VERSION } from '../../server/src/version.js';
import { axeEverywhere } from './support/axe.js';
import { PASSWORD, visits } from './support/visit.js';

const { visit, signUp, server, expectFault } = visits();

/** The first of the service, and by that its ADMIN. */
beforeAll(async () => {
  await server()
    .client()
    .POST('/api/v1/users', { body: { handle: 'root', password: PASSWORD } });
});

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Name or e-mail address').fill('root');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Your account' }).waitFor();
}

async function somebody(handle: string) {
  const body = { handle, password: PASSWORD };
  await server().client().POST('/api/v1/users', { body });
  const { data } = await server().client().POST('/api/v1/sessions', { body });
  return server().client(data?.token ?? '');
}

const userOf = async (user: string) =>
  (
    await server()
      .client()
      .GET('/api/v1/users/{user}', { params: { path: { user } } })
  ).data;

it('changes a role, shuts somebody out, and clears favourites', async () => {
  const eva = await somebody('eva');
  for (const movie of ['1', '2', '3']) {
    await eva.PUT('/api/v1/users/{user}/favourites/{movie}', {
      params: { path: { user: 'me', movie } },
    });
  }
  const { page } = await visit();
  await signIn(page);
  await page.goto('/admin/users');
  await page.getByLabel('Part of a name or address').fill('eva');
  await page.getByText('1 user', { exact: true }).waitFor();
  const row = page.getByRole('listitem', { name: 'eva' });
  await row.getByLabel('Role of eva').selectOption('Admin');
  await page.getByText('eva is changed').waitFor();
  await expect.poll(async () => (await userOf('eva'))?.role).toBe('ADMIN');

  await row.getByRole('button', { name: 'Clear favourites of eva' }).click();
  await page.getByText('3 favourites of eva go for good.', { exact: false }).waitFor();
  await axeEverywhere(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Clear favourites' }).click();
  await page.getByText('3 favourites of eva are gone').waitFor();
  expect((await userOf('eva'))?.counts.favourites).toBe(0);

  await row.getByRole('button', { name: 'Disable eva' }).click();
  await row.getByText('Disabled', { exact: true }).waitFor();
  expect((await eva.GET('/api/v1/sessions/current')).response.status).toBe(401);
  await row.getByRole('button', { name: 'Enable eva' }).click();
  await row.getByText('Disabled', { exact: true }).waitFor({ state: 'detached' });

  await page.goto('/admin');
  for (const deed of ['cleared the favourites of', 'changed the role of', 'disabled', 'enabled']) {
    await page.getByText(deed, { exact: true }).waitFor();
  }
});

it('changes a film, and does not overwrite what somebody else changed meanwhile', async () => {
  expectFault(/412/);
  const { page } = await visit();
  await signIn(page);
  await page.goto('/admin/films');
  await page.getByLabel('Find a film').fill('shawshank');
  await page.getByRole('button', { name: /The Shawshank Redemption/ }).click();
  await page.getByLabel('Minutes').fill('141');
  await page.getByRole('button', { name: 'Save the facts' }).click();
  await page.getByText('The facts are saved').waitFor();
  const movie = 'imdb:tt0111161';
  const params = { path: { movie } };
  const { data } = await server().client().GET('/api/v1/movies/{movie}', { params });
  expect(data).toMatchObject({ runtimeMinutes: 141, title: 'The Shawshank Redemption' });

  const root = (
    await server()
      .client()
      .POST('/api/v1/sessions', { body: { handle: 'root', password: PASSWORD } })
  ).data?.token;
  await page.getByLabel('What it is about').fill('Hope.');
  await server()
    .client(root ?? '')
    .PATCH('/api/v1/movies/{movie}', { params, body: { runtimeMinutes: 142 } });
  await page.getByRole('button', { name: 'Save the facts' }).click();
  await page.getByText('Somebody changed this film', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Read anew' }).click();
  await expect.poll(() => page.getByLabel('Minutes').inputValue()).toBe('142');
});

it('says how the service is', async () => {
  const { page } = await visit();
  await signIn(page);
  await page.goto('/admin/health');
  await page.getByText('All is well').waitFor();
  await page.getByText('Database').waitFor();
  await page.getByText(`Halfstar ${VERSION}`, { exact: false }).waitFor();
});

it('kindly refuses everybody else', async () => {
  const { page } = await visit();
  await signUp(page, 'flo');
  await page.goto('/admin/users');
  await page.getByRole('heading', { name: 'This is for those who run the service' }).waitFor();
  await axeEverywhere(page);
});
