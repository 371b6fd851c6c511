import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Service, type Someone, startService } from '../support/service.js';

let service: Service;
let ana: Someone;

beforeAll(async () => {
  service = await startService();
  ana = await service.signUp('ana');
});
afterAll(() => service.stop());

it('answers a first rating with 201, the rating and the exact tally', async () => {
  const { status, body } = await service.call('PUT', 'users/me/ratings/imdb:tt0111161', {
    token: ana.token,
    body: { stars: 3.55, note: 'better than I remembered' },
  });
  expect(status).toBe(201);
  expect(body.rating).toMatchObject({
    userId: ana.id,
    stars: 3.55,
    note: 'better than I remembered',
  });
  expect(body.tally).toMatchObject({ count: 1, mean: 3.55 });
});
