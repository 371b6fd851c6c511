import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeWorld, operationsOf, pathOf, type World } from '../support/operations.js';
import { type Answer, type Service, startService } from '../support/service.js';

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService({}, { films: 0 });
  world = await makeWorld(service);
  const { owner, other, movieId } = world;
  await service.call('PUT', `users/me/ratings/${movieId}`, {
    token: other.token,
    body: { stars: 5 },
  });
  await service.call('PATCH', 'users/me', { token: owner.token, body: { privacy: 'private' } });
});
afterAll(() => service.stop());

/** A refusal without what tells it from the same refusal of another request. */
function bare({ status, headers, body }: Answer) {
  const { requestId, ...document } = body;
  const { date, 'x-request-id': _, 'content-length': length, ...others } = headers;
  return { status, headers: others, document };
}

const byPrivacy = () =>
  operationsOf(service).filter(
    ({ path, roles }) => path.includes('{user}') && roles.includes('ANYONE'),
  );
const NOBODY = { id: 987_654 };

it('answers others on every route about a private user as if there were no such user', async () => {
  expect(byPrivacy().map(({ operationId }) => operationId)).toEqual([
    'getUser',
    'getRating',
    'listRatedMovies',
    'listFavourites',
    'listWatchlist',
    'listViewings',
    'getViewing',
    'getStatistics',
  ]);
  for (const operation of byPrivacy()) {
    const hidden = pathOf(operation, world);
    const missing = pathOf(operation, { ...world, owner: { ...world.owner, ...NOBODY } });
    for (const token of [undefined, world.other.token]) {
      const answer = await service.call('GET', hidden, { token });
      expect(answer.status).toBe(404);
      expect(bare(answer)).toEqual(bare(await service.call('GET', missing, { token })));
      const byHandle = hidden.replace(`/${world.owner.id}`, `/${world.owner.handle}`);
      expect(bare(await service.call('GET', byHandle, { token }))).toEqual(bare(answer));
    }
  }
});

it('hides a private user from changes by others in the same way', async () => {
  const { other, movieId } = world;
  const put = (user: number) =>
    service.call('PUT', `users/${user}/ratings/${movieId}`, {
      token: other.token,
      body: { stars: 1 },
    });
  const hidden = await put(world.owner.id);
  expect(hidden.status).toBe(404);
  expect(bare(hidden)).toEqual(bare(await put(NOBODY.id)));
});

it('shows a private user to the user and to an ADMIN', async () => {
  for (const operation of byPrivacy()) {
    for (const { token } of [world.owner, world.admin]) {
      const answer = await service.call('GET', pathOf(operation, world), { token });
      expect(answer.status, operation.operationId).toBe(200);
    }
  }
});

it('leaves private ratings out of a movie’s ratings, but counts them in its tally', async () => {
  const { owner, other, admin, movieId } = world;
  for (const token of [undefined, other.token, owner.token, admin.token]) {
    const { body } = await service.call('GET', `movies/${movieId}/ratings`, { token });
    expect(body.total).toBe(1);
    expect(body.items).toMatchObject([{ userId: other.id, stars: 5 }]);
  }
  const { body } = await service.call('GET', `movies/${movieId}/score`);
  expect(body).toMatchObject({ count: 2, mean: 4 });
});

it('keeps the e-mail address to the user and ADMINs, whatever the privacy', async () => {
  const { other, owner, admin } = world;
  await service.call('PATCH', 'users/me', { token: other.token, body: { email: 'o@example.org' } });
  const seen = async (token?: string) =>
    (await service.call('GET', `users/${other.id}`, { token })).body.email;
  expect(await seen()).toBeUndefined();
  expect(await seen(owner.token)).toBeUndefined();
  expect(await seen(other.token)).toBe('o@example.org');
  expect(await seen(admin.token)).toBe('o@example.org');
});

it('shows everything again once the profile is public', async () => {
  const { owner, movieId } = world;
  await service.call('PATCH', 'users/me', { token: owner.token, body: { privacy: 'public' } });
  expect((await service.call('GET', `users/${owner.id}`)).status).toBe(200);
  expect((await service.call('GET', `movies/${movieId}/ratings`)).body.total).toBe(2);
});
