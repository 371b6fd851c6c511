import { expect, it } from 'vitest';
import { axeEverywhere } from './support/axe.js';
import { visits } from './support/visit.js';

const { visit, signUp, server } = visits();

async function starsOf(handle: string): Promise<number[]> {
  const { data } = await server()
    .client()
    .GET('/api/v1/users/{user}/ratings', {
      params: { path: { user: handle }, query: { limit: 100, sort: 'ratedAt' } },
    });
  return data?.items.map(({ stars }) => stars) ?? [];
}

it('rates ten films with the keyboard alone, one of them taken back and given anew', async () => {
  const { page } = await visit();
  await signUp(page, 'ana');
  await page.goto('/rapid');
  const film = page.getByRole('heading', { level: 2 });
  await film.waitFor();
  const first = await film.textContent();
  await axeEverywhere(page);

  await page.keyboard.press('ArrowRight');
  await expect.poll(() => film.textContent()).not.toBe(first);
  const second = await film.textContent();
  await page.keyboard.press('Digit2');
  await expect.poll(() => film.textContent()).not.toBe(second);
  await page.getByRole('progressbar', { name: '1 of 10 rated' }).waitFor();
  await page.keyboard.press('KeyZ');
  await expect.poll(() => film.textContent()).toBe(second);

  await page.keyboard.press('Shift+Digit3');
  await page.keyboard.press('Digit0');
  // From the middle of the scale, up by two halves.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.getByRole('button', { name: 'Rate 3.5 ★' }).waitFor();
  await page.keyboard.press('Enter');
  for (let n = 0; n < 7; n++) await page.keyboard.press('Digit4');

  await page.getByRole('heading', { name: '10 films rated' }).waitFor();
  await axeEverywhere(page);
  await expect
    .poll(async () => (await starsOf('ana')).toSorted())
    .toEqual([0, 3.5, 3.5, 4, 4, 4, 4, 4, 4, 4]);

  await page.getByRole('button', { name: 'Ten more' }).click();
  await film.waitFor();
  await page.reload();
  await film.waitFor();
  // What was not seen does not come back, nor what was rated.
  expect(await film.textContent()).not.toBe(first);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
});

it('rates by touch, swipes away what was not seen, and stops when one likes', async () => {
  const { page } = await visit('/', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  await signUp(page, 'ben');
  await page.goto('/rapid');
  const film = page.getByRole('heading', { level: 2 });
  await film.waitFor();
  const first = await film.textContent();
  const box = (await film.boundingBox())!;
  const poster = { x: box.x + box.width / 2, y: box.y - 150 };
  const touch = await page.context().newCDPSession(page);
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', by: number) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: poster.x + by, y: poster.y }],
    });
  await at('touchStart', 0);
  for (const by of [-20, -60, -110, -140]) await at('touchMove', by);
  await at('touchEnd', 0);
  await expect.poll(() => film.textContent()).not.toBe(first);

  const title = await film.textContent();
  const stars = page.getByRole('group', { name: /^Your rating of/ });
  const row = (await stars.getByRole('radio').first().boundingBox())!;
  await page.touchscreen.tap(row.x + row.width * 0.79, row.y + row.height / 2);
  await expect.poll(() => film.textContent()).not.toBe(title);
  await page.getByRole('button', { name: 'Stop here' }).click();
  await page.getByRole('heading', { name: '1 film rated' }).waitFor();
  await expect.poll(() => starsOf('ben')).toEqual([4]);
});
