import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { addSomebody } from './support/somebody.js';
import { hasLearnt, twoTastes } from './support/two-tastes.js';
import { visits } from './support/visit.js';

const { format } = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

const { visit, signIn, server } = visits({ fill: twoTastes });

it('says that nothing has been compared yet', async () => {
  await hasLearnt(server());
  const { page } = await visit('/quality');
  await page.getByRole('heading', { name: 'Nothing has been compared yet' }).waitFor();
  await axeEverywhere(page);
  const { page: spanish } = await visit('/quality', { locale: 'es-ES' });
  await spanish.getByRole('heading', { name: 'Aún no se ha comparado nada' }).waitFor();
});

it('says how right predictions were, in pictures and in figures', async () => {
  await hasLearnt(server());
  const client = await addSomebody(server(), 'ana');
  for (let film = 1; film <= 12; film++) {
    await client.PUT('/api/v1/users/{user}/ratings/{movie}', {
      params: { path: { user: 'me', movie: String(film) } },
      body: { stars: film % 2 === 0 ? 5 : 1 },
    });
  }
  const quality = async () => {
    const { data } = await server().client().GET('/api/v1/predictions/quality');
    return data!;
  };
  await expect.poll(async () => (await quality()).count).toBeGreaterThanOrEqual(12);
  const { page } = await visit('/quality');
  const { rmse, calibration } = await quality();
  await page
    .getByRole('region', { name: 'Beside simpler guesses' })
    .getByText(`${format(rmse!)} stars`)
    .waitFor();
  const plot = page.getByRole('region', { name: 'Predicted stars, and what came' });
  await plot.getByText('As a table').click();
  const rows = plot.getByRole('rowheader');
  await expect
    .poll(() => rows.allTextContents())
    .toEqual(calibration.map(({ predicted }) => format(predicted)));
  await page.getByRole('radio', { name: 'Days' }).check();
  await expect.poll(() => new URL(page.url()).search).toBe('?by=day');
  await axeEverywhere(page);
});

it('leaves it to everyone whether others gain by their ratings', async () => {
  const client = await addSomebody(server(), 'bea');
  const { page } = await visit();
  await signIn(page, 'bea');
  await page.goto('/account');
  const learning = page.getByRole('group', { name: 'Predictions for others' });
  const matching = page.getByRole('group', { name: 'Taste match' });
  await learning.getByRole('radio', { name: 'May not' }).check();
  await page.getByText('Saved').first().waitFor();
  await matching.getByRole('radio', { name: 'Nobody may' }).check();
  await expect
    .poll(async () => {
      const { data } = await client.GET('/api/v1/users/{user}', {
        params: { path: { user: 'me' } },
      });
      return [data?.useForPredictions, data?.allowMatching];
    })
    .toEqual([false, false]);
  await page.reload();
  await learning.waitFor();
  expect(await learning.getByRole('radio', { name: 'May not' }).isChecked()).toBe(true);
  expect(await matching.getByRole('radio', { name: 'Nobody may' }).isChecked()).toBe(true);
  await axeEverywhere(page);
});
