import { expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { startService } from '../support/service.js';

const ADMIN = 'abcdef1234567890';
const CONSUMER = '1234567890';

it('knows its two tokens in demo mode: user 1, ADMIN, and user 2, USER', async () => {
  const demo = await startService({ DEMO: 'true' }, { films: 3 });
  const me = async (token: string) => (await demo.call('GET', 'users/me', { token })).body;
  expect(await me(ADMIN)).toMatchObject({ id: 1, handle: 'admin', role: 'ADMIN' });
  expect(await me(CONSUMER)).toMatchObject({ id: 2, handle: 'consumer', role: 'USER' });
  const rated = await demo.call('PUT', 'users/me/ratings/1', {
    token: CONSUMER,
    body: { stars: 4.5 },
  });
  expect(rated.status).toBe(201);
  const cleared = (token: string) => demo.call('DELETE', 'users/2/favourites', { token });
  expect((await cleared(ADMIN)).body).toEqual({ removed: 0 });
  expectProblem(await cleared(CONSUMER), 403, 'not-allowed');
  await demo.stop();
});

it('says so on every answer in demo mode', async () => {
  const demo = await startService({ DEMO: 'true' }, { films: 1 });
  for (const path of ['movies', 'movies/987654', 'movies/%ff', 'nowhere', '/health', '/docs']) {
    expect((await demo.call('GET', path)).headers['x-demo-mode'], path).toBe('true');
  }
  await demo.stop();
});

it('does not know the tokens in any other mode, nor speak of a demo', async () => {
  const service = await startService({}, { films: 1 });
  for (const token of [ADMIN, CONSUMER]) {
    const answer = await service.call('GET', 'movies', { token });
    expectProblem(answer, 401, 'token-invalid');
    expect(answer.headers['x-demo-mode']).toBeUndefined();
  }
  await service.stop();
});

it('does not let anyone sign in as a demo user, who have no password', async () => {
  const demo = await startService({ DEMO: 'true' }, { films: 0 });
  for (const password of ['', ADMIN, 'a password that nobody has']) {
    const answer = await demo.call('POST', 'sessions', { body: { handle: 'admin', password } });
    expectProblem(answer, 401, 'credentials-wrong');
  }
  await demo.stop();
});
