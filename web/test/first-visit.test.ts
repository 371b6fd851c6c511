import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { PASSWORD, visits } from './support/visit.js';

const { visit, server } = visits();

async function starsOf(handle: string): Promise<number[]> {
  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/ratings', { params: { path: { user: handle } } });
  return data?.items.map(({ stars }) => stars) ?? [];
}

it('takes three ratings from somebody without an account, and keeps them for it', async () => {
  const { page } = await visit();
  await page.getByRole('link', { name: 'Start with three films' }).click();
  const film = page.getByRole('heading', { level: 2 });
  for (const [done, digit] of [4, 5, 3].entries()) {
    await page.getByRole('progressbar', { name: `${done} of 3 rated` }).waitFor();
    await film.waitFor();
    await page.keyboard.press(`Digit${digit}`);
  }
  await page.getByRole('heading', { name: '3 films rated' }).waitFor();
  await axeEverywhere(page);

  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByText('with an account they count').waitFor();
  await axeEverywhere(page);
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Name', { exact: true }).fill('ana');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('heading', { name: 'You rated lately' }).waitFor();
  await expect.poll(async () => (await starsOf('ana')).toSorted()).toEqual([3, 4, 5]);
});
