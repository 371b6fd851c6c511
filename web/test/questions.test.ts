import { expect, it } from 'vitest';
import { addSomebody } from './support/somebody.js';
import { hasLearnt, twoTastes } from './support/two-tastes.js';
import { visits } from './support/visit.js';

const { visit, signIn, server } = visits({ fill: twoTastes });

it('asks what tells most, by what was answered and what is not known', async () => {
  await hasLearnt(server());
  const client = await addSomebody(server(), 'ana');
  const { data } = await client.GET('/api/v1/users/me/onboarding', {
    params: { query: { limit: 5 } },
  });
  const first = data!.items;
  const { page } = await visit();
  await signIn(page, 'ana');
  const asked: URL[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/onboarding')) asked.push(url);
  });
  const answers: string[][] = [];
  page.on('response', async (response) => {
    if (!response.url().includes('/onboarding')) return;
    const { items } = (await response.json()) as { items: { title: string }[] };
    answers.push(items.map(({ title }) => title));
  });
  await page.goto('/rapid');
  const film = page.getByRole('heading', { level: 2 });
  for (const [n, { title }] of first.entries()) {
    await expect.poll(() => film.textContent()).toBe(title);
    await page.keyboard.press(n === 0 ? 'ArrowRight' : 'Digit4');
    // Asked anew while two are left.
    if (n === 2) await expect.poll(() => answers.length).toBe(2);
  }
  expect(asked[0]!.searchParams.get('unknown')).toBeNull();
  expect(asked[1]!.searchParams.get('unknown')).toBe(String(first[0]!.id));
  await expect.poll(async () => answers[1]!.includes((await film.textContent())!)).toBe(true);
});
