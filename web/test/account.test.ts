import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { filesOfZip } from '../../server/test/support/files-of-zip.js';
import { axeEverywhere } from './support/axe.js';
import { enter } from './support/keys.js';
import { PASSWORD, visits } from './support/visit.js';

const { visit, signUp, server, expectFault } = visits();

it('keeps what is chosen, here and at the service', async () => {
  const { page } = await visit();
  await signUp(page, 'ana');
  await page.goto('/account');
  await page.getByLabel('Display name').fill('Ana María');
  await page.getByRole('region', { name: 'You' }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();
  await page.getByRole('radio', { name: '100 points' }).check();
  const example = page.getByLabel('Your rating of Try it on this example, 0 to 100');
  await expect.poll(() => example.inputValue()).toBe('70');
  await page.getByRole('radio', { name: 'Private' }).check();
  await page.getByRole('radio', { name: 'Light' }).check();
  // What the browser draws around the page is light too.
  const around = page.locator('meta[name="theme-color"][media="all"]');
  await expect.poll(() => around.getAttribute('content')).toBe('#fbfaf8');
  await page.getByRole('radio', { name: 'Always shown' }).check();
  await page.getByText('Only you and those who run this service see it.').waitFor();

  await page.reload();
  await expect.poll(() => page.getByLabel('Display name').inputValue()).toBe('Ana María');
  for (const name of ['100 points', 'Private', 'Light', 'Always shown']) {
    expect(await page.getByRole('radio', { name }).isChecked()).toBe(true);
  }
  await page.getByRole('radio', { name: 'Español' }).check();
  await page.getByRole('heading', { name: 'Cuenta', level: 1 }).waitFor();
  await axeEverywhere(page);
});

it('shows a token once, lets it work, and shuts it out when it is revoked', async () => {
  const { page, context } = await visit();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signUp(page, 'bea');
  await page.goto('/account');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What for').fill('backup "at" <home>');
  await axeEverywhere(page);
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  const shown = await dialog.getByLabel('The token').inputValue();
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(shown);
  await axeEverywhere(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Read · Not used yet', { exact: false }).waitFor();
  expect(await page.content()).not.toContain(shown);

  const asToken = () => server().client(shown).GET('/api/v1/sessions/current');
  expect((await asToken()).data?.user.handle).toBe('bea');
  await page.getByRole('button', { name: 'Revoke backup "at" <home>' }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).waitFor();
  await axeEverywhere(page);
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('No program has a token of yours.').waitFor();
  expect((await asToken()).response.status).toBe(401);
});

it('changes the password, and says when the old one is not it', async () => {
  // Between the old session and the new one, the page may ask who it is.
  expectFault(/401/);
  const { page } = await visit();
  await signUp(page, 'carla');
  await page.goto('/account');
  const part = page.getByRole('region', { name: 'Password' });
  await part.getByLabel('Current password').fill('not my pass phrase');
  await part.getByLabel('New password').fill('another long pass phrase');
  await part.getByRole('button', { name: 'Change password' }).click();
  await part.getByText('That is not your password.').waitFor();
  await part.getByLabel('Current password').fill(PASSWORD);
  await part.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Password changed; you are signed in here alone').waitFor();
  const body = { handle: 'carla', password: 'another long pass phrase' };
  expect((await server().client().POST('/api/v1/sessions', { body })).response.status).toBe(201);
  await page.reload();
  await page.getByRole('region', { name: 'Password' }).waitFor();
});

it('gives my history away, as ours and as others read it', async () => {
  const { page } = await visit('/', { acceptDownloads: true });
  await signUp(page, 'emil');
  await page.goto('/film/imdb:tt0111161');
  await page.getByRole('region', { name: 'Your rating' }).getByRole('radio').first().focus();
  await page.keyboard.press('Shift+Digit4');
  await page.getByRole('textbox', { name: 'Your note' }).waitFor();
  await page.goto('/account');
  const part = page.getByRole('region', { name: 'Your history' });
  const all = await downloadBy(page, () =>
    enter(page, part.getByRole('button', { name: 'Download: Everything' })),
  );
  expect(all.name).toMatch(/^halfstar-emil-\d{4}-\d{2}-\d{2}\.zip$/);
  const { ratings } = JSON.parse(all.files.get('halfstar.json') ?? '{}');
  expect(ratings).toMatchObject([{ stars: 4.5 }]);
  await part.getByText('It is downloaded').waitFor();
  const theirs = await downloadBy(page, () =>
    part.getByRole('button', { name: 'Download: For Letterboxd' }).click(),
  );
  expect(theirs.name).toMatch(/^letterboxd-emil-/);
  expect([...theirs.files.values()].join()).toContain('The Shawshank Redemption');
  await axeEverywhere(page);
});

it('says why nothing can be downloaded', async () => {
  expectFault(/503/);
  // A worker would ask in its stead.
  const { page } = await visit('/', { serviceWorkers: 'block' });
  await signUp(page, 'fern');
  await page.goto('/account');
  await page.route(/\/export\?/, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503}' }),
  );
  const part = page.getByRole('region', { name: 'Your history' });
  await part.getByRole('button', { name: 'Download: Everything' }).click();
  await part.getByRole('alert').filter({ hasText: 'too much to do' }).waitFor();
});

it('deletes the account with all that it says, once its name is typed', async () => {
  const { page } = await visit();
  await signUp(page, 'dora');
  await page.goto('/film/1');
  const stars = page.getByRole('region', { name: 'Your rating' });
  await stars.getByRole('radio').first().focus();
  await page.keyboard.press('4');
  await stars.getByRole('textbox').waitFor();
  await page.getByRole('button', { name: 'Favourite', exact: true }).click();
  await page.getByRole('button', { name: 'Favourite', exact: true, pressed: true }).waitFor();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Delete account…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  for (const what of ['1 rating, with its history', '1 favourite', '0 access tokens']) {
    await dialog.getByText(what, { exact: true }).waitFor();
  }
  const { files } = await downloadBy(page, () =>
    dialog.getByRole('button', { name: 'Download everything' }).click(),
  );
  expect(JSON.parse(files.get('halfstar.json') ?? '{}').favourites).toHaveLength(1);
  const remove = dialog.getByRole('button', { name: 'Delete for good' });
  expect(await remove.isDisabled()).toBe(true);
  await dialog.getByLabel('Type dora to say that you mean it').fill('dora');
  await axeEverywhere(page);
  // As of a rating that could not be sent.
  const left = `Object.keys(localStorage).filter((key) => key.startsWith('halfstar/wish/'))`;
  await page.evaluate(`localStorage.setItem('halfstar/wish/' +
    JSON.parse(localStorage.getItem('halfstar/user')).id + '/2',
    JSON.stringify({ name: '2', title: 'Another', stars: 4, at: 1 }))`);
  await page.keyboard.press('Enter');
  await page.getByText('Your account and all that was in it are gone').waitFor();
  expect(await page.evaluate(left)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in' }).first().waitFor();
  const gone = await server()
    .client()
    .GET('/api/v1/users/{user}', { params: { path: { user: 'dora' } } });
  expect(gone.response.status).toBe(404);
});

/** What the browser saves when something is done, and its files by their names. */
async function downloadBy(page: Page, act: () => Promise<unknown>) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  const files = await filesOfZip(readFileSync(await download.path()));
  return { name: download.suggestedFilename(), files };
}
