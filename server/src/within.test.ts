import { expect, it } from 'vitest';
import { TOO_LATE, within } from './within.js';

const never = new Promise<never>(() => {});

it('answers what is in time, and refuses what is not', async () => {
  expect(await within(1000, Promise.resolve('here'))).toBe('here');
  await expect(within(5, never)).rejects.toBe(TOO_LATE);
  await expect(within(1000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

it('hears what arrived while this process was busy', async () => {
  const arrived = new Promise((resolve) => setTimeout(() => resolve('here'), 10));
  const heard = within(5, arrived);
  const until = performance.now() + 50;
  while (performance.now() < until);
  expect(await heard).toBe('here');
});
