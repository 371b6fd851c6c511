import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { hasLearnt, twoTastes } from './support/two-tastes.js';
import { visits } from './support/visit.js';

const { visit, signIn, server, expectFault } = visits({ fill: twoTastes });

/** Somebody who has given the first 24 films 5 stars where they are even, and 1 where odd; or the other way round. */
async function addTaste(handle: string, isEven: boolean) {
  await hasLearnt(server());
  const client = await addSomebody(server(), handle);
  await rateAll(
    client,
    Array.from({ length: 24 }, (_, n) => ({
      movie: String(n + 1),
      stars: ((n + 1) % 2 === 0) === isEven ? 5 : 1,
    })),
  );
  return client;
}

it('says how two tastes go together, as both allow it', async () => {
  await addTaste('ana', true);
  const twin = await addTaste('twin', true);
  await addTaste('foe', false);
  await addSomebody(server(), 'noor');
  const { page } = await visit();
  await signIn(page, 'ana');
  const match = page.getByRole('region', { name: 'Your taste and theirs' });
  const figure = match.getByText(/^\d+%$/);
  await page.goto('/user/twin');
  await figure.waitFor();
  const close = Number.parseInt((await figure.textContent())!, 10);
  await match.getByRole('heading', { name: 'You agree on' }).waitFor();
  await match.getByText('You 5, they 5').first().waitFor();
  await axeEverywhere(page);
  await page.goto('/user/foe');
  await figure.waitFor();
  expect(Number.parseInt((await figure.textContent())!, 10)).toBeLessThan(close);
  await match.getByRole('heading', { name: 'You see differently' }).waitFor();
  await page.goto('/user/noor');
  await match.getByText('It takes ten rated films of each of you').waitFor();

  await twin.PATCH('/api/v1/users/{user}', {
    params: { path: { user: 'me' } },
    body: { allowMatching: false },
  });
  expectFault(/409/);
  await page.goto('/user/twin');
  await match.getByText('One of you does not wish to be compared.').waitFor();
});

it('chooses films together once both have agreed, and until one takes it back', async () => {
  await addTaste('bea', true);
  await addTaste('cem', true);
  const bea = (await visit()).page;
  const cem = (await visit()).page;
  await signIn(bea, 'bea');
  await signIn(cem, 'cem');
  await bea.goto('/together');
  await bea.getByRole('heading', { name: 'Whom would you like to watch with?' }).waitFor();
  await axeEverywhere(bea);
  expectFault(/404.*companions/);
  await bea.getByLabel('Ask somebody').fill('nobody-at-all');
  await bea.keyboard.press('Enter');
  await bea.getByRole('alert').getByText('There is nobody of that name').waitFor();
  await bea.goto('/user/cem');
  await bea.getByRole('button', { name: 'Choose films together' }).click();
  await bea.getByText('They are asked.').waitFor();

  await cem.goto('/together');
  await cem.getByRole('button', { name: 'Decline: choose no films with bea' }).click();
  await cem
    .getByRole('button', { name: 'Agree: choose films with bea' })
    .waitFor({ state: 'hidden' });
  await bea.reload();
  await bea.getByRole('button', { name: 'Choose films together' }).click();
  await bea.getByText('They are asked.').waitFor();
  await cem.reload();
  await cem.getByRole('button', { name: 'Agree: choose films with bea' }).click();
  await cem.getByRole('checkbox', { name: 'bea' }).waitFor();
  await axeEverywhere(cem);

  await bea.goto('/together');
  await bea.getByRole('checkbox', { name: 'cem' }).focus();
  await bea.keyboard.press('Space');
  const films = bea.getByRole('region', { name: 'Films for all of you' }).getByRole('listitem');
  await films.first().waitFor();
  expect(new URL(bea.url()).search).toBe('?with=cem');
  const [mine, theirs] = await films.first().getByRole('definition').allTextContents();
  // Neither has rated it, and both like films of even numbers.
  expect(Number.parseFloat(mine!)).toBeGreaterThan(3.5);
  expect(Number.parseFloat(theirs!)).toBeGreaterThan(3.5);
  await axeEverywhere(bea);

  await cem.getByRole('button', { name: 'End choosing films with bea' }).click();
  await cem.getByRole('checkbox', { name: 'bea' }).waitFor({ state: 'hidden' });
  await bea.reload();
  await bea.getByLabel('Ask somebody').waitFor();
  expect(await bea.getByRole('checkbox', { name: 'cem' }).count()).toBe(0);
});
