import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/open-store.js';
import { sampleOf } from '../support/metrics.js';
import { newSchema, type OwnSchema } from '../support/postgres.js';
import { type Service, type Someone, startService } from '../support/service.js';
import { addMovie, addUser, rate } from '../support/some.js';
import { until } from '../support/until.js';

/** A database that was a copy once: what it answers tells where an answer came from. */
describe('with a replica that is behind', () => {
  let primary: OwnSchema;
  let replica: OwnSchema;
  let empty: OwnSchema;
  let service: Service;
  let ana: Someone;

  beforeAll(async () => {
    [primary, replica, empty] = [await newSchema(), await newSchema(), await newSchema()];
    const behind = await openStore({ database: { kind: 'postgres', url: replica.url } });
    const { id } = await addUser(behind, 'ana');
    await rate(behind, id, (await addMovie(behind, { title: 'Behind' })).id, { stars: 1 });
    await behind.close();
    service = await startService(
      { DATABASE_URL: primary.url, DATABASE_READ_URL: replica.url },
      { films: 0 },
    );
    ana = await service.signUp('ana');
    await service.call('POST', 'movies', { token: ana.token, body: { title: 'Ahead' } });
    await service.call('PUT', 'users/me/ratings/1', { token: ana.token, body: { stars: 5 } });
  });
  afterAll(async () => {
    await service?.stop();
    for (const schema of [primary, replica, empty]) await schema?.drop();
  });

  const titles = async (path: string, token?: string) => {
    const { body } = await service.call('GET', path, { token });
    return body.items.map((item: { title?: string; movie?: { title: string } }) =>
      item.movie === undefined ? item.title : item.movie.title,
    );
  };

  it.each(['movies', 'movies?q=a', 'movies?q=b', 'users/1/ratings', 'popular'])(
    'whoever is signed in never reads %s from it',
    async (path) => {
      expect(await titles(path, ana.token)).not.toContain('Behind');
    },
  );

  it.each(['movies', 'users/1/ratings', 'popular'])('others read %s from it', async (path) => {
    expect(await titles(path)).toEqual(['Behind']);
  });

  it('so are statistics', async () => {
    const meanFor = async (token?: string) =>
      (await service.call('GET', 'users/1/statistics', { token })).body.mean;
    expect(await meanFor()).toBe(1);
    expect(await meanFor(ana.token)).toBe(5);
  });

  it('one movie, its tally and who may see what are never read from it', async () => {
    expect((await service.call('GET', 'movies/1')).body.title).toBe('Ahead');
    expect((await service.call('GET', 'movies/1/ratings')).body.items).toMatchObject([
      { stars: 5 },
    ]);
    await service.call('PATCH', 'users/me', { token: ana.token, body: { privacy: 'private' } });
    expect((await service.call('GET', 'users/1/ratings')).status).toBe(404);
    await service.call('PATCH', 'users/me', { token: ana.token, body: { privacy: 'public' } });
  });

  it('is one of the parts of /ready', async () => {
    const { body } = await service.call('GET', '/ready');
    expect(body).toMatchObject({ status: 'ready', parts: { replica: { status: 'ok' } } });
  });

  it.each([
    ['is away', async () => 'postgres://postgres@127.0.0.1:1/none', /^the replica is away/],
    ['holds nothing of ours', async () => empty.url, /^the replica holds nothing/],
  ])('lists come from the primary while it %s, and it is said', async (_what, place, told) => {
    const alone = await startService(
      { DATABASE_URL: primary.url, DATABASE_READ_URL: await place(), LOG_LEVEL: 'warn' },
      { films: 0 },
    );
    const { status, body } = await alone.call('GET', 'movies');
    expect([status, body.items[0].title]).toEqual([200, 'Ahead']);
    const ready = await alone.call('GET', '/ready');
    expect(ready).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        parts: { database: { status: 'ok' }, replica: { status: 'unreachable' } },
      },
    });
    const up = (part: string) => sampleOf(alone.metrics, 'halfstar_part_up', { part });
    expect([await up('database'), await up('replica')]).toEqual([1, 0]);
    await until('it is logged', 5000, () =>
      alone.out.some((line) => told.test(JSON.parse(line).msg)),
    );
    await alone.stop();
  });
});
