import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nothingIsStored } from '../support/counts.js';
import { EXAMPLES, makeWorld, operationsOf, pathOf, type World } from '../support/operations.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService({}, { films: 1 });
  world = await makeWorld(service);
});
afterAll(() => service.stop());
nothingIsStored(() => ({ service, someone: world.owner }));

const withJson = () => operationsOf(service).filter(({ takesJson }) => takesJson);
const JSON_TYPE = 'application/json';

/** Calls every operation that takes JSON with this body. */
async function forEachBody(
  body: string | Buffer | undefined,
  type: string | undefined,
  check: (answer: Awaited<ReturnType<Service['call']>>, operationId: string) => void,
) {
  for (const operation of withJson()) {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const request = { token: world.admin.token, headers, ...(body !== undefined && { body }) };
    const { owner } = operation.roles.includes('ADMIN') ? world : { owner: world.admin };
    const path = pathOf(operation, { ...world, owner });
    check(await service.call(operation.method, path, request), operation.operationId);
  }
}

describe('every operation that takes JSON', () => {
  it.each(['', '{', '{"stars":}', "{'stars': 4}", '{"a":1}{', '{"__proto__":{"a":1}}'])(
    'refuses what is not JSON: %s',
    (body) =>
      forEachBody(body, JSON_TYPE, (answer) => expectProblem(answer, 400, 'malformed', '#')),
  );

  it('refuses JSON that is not UTF-8', () =>
    forEachBody(Buffer.from('{"title":"\xe9"}', 'latin1'), JSON_TYPE, (answer) =>
      expectProblem(answer, 400, 'malformed', '#'),
    ));

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'json', ';', '/'])(
    'refuses the media type %s',
    (type) =>
      forEachBody('{}', type, (answer) =>
        expectProblem(answer, 415, 'unsupported-media-type', '#/content-type'),
      ),
  );

  it('refuses a body that is encoded', async () => {
    const put = (encoding: string) =>
      service.call('PUT', `users/me/ratings/${world.movieId}`, {
        token: world.admin.token,
        headers: { 'content-type': JSON_TYPE, 'content-encoding': encoding },
        body: '{',
      });
    for (const encoding of ['gzip', 'br', 'identity, gzip']) {
      expectProblem(await put(encoding), 415, 'unsupported-media-type', '#/content-type');
    }
    expectProblem(await put('identity'), 400, 'malformed', '#');
  });

  it('refuses a body without a media type, and none at all', async () => {
    await forEachBody('{}', undefined, (answer) => expectProblem(answer, 415));
    await forEachBody(undefined, undefined, (answer) => expectProblem(answer, 400, 'invalid', '#'));
  });

  it('refuses a body of 25 MB', () =>
    forEachBody(Buffer.alloc(25 * 1024 * 1024, ' '), JSON_TYPE, (answer) =>
      expectProblem(answer, 413, 'too-large'),
    ));

  it('refuses a field it does not know', () =>
    forEachBody('{"surprise":1}', JSON_TYPE, (answer) =>
      expectProblem(answer, 400, 'invalid', '#/surprise'),
    ));
});

it('refuses a query parameter it does not know on every operation', async () => {
  for (const operation of operationsOf(service)) {
    const { owner } = operation.roles.includes('ADMIN') ? world : { owner: world.admin };
    const asked = { ...world, owner };
    const answer = await service.call(
      operation.method,
      `${pathOf(operation, asked)}?Limit=1&colour=red`,
      {
        token: world.admin.token,
        headers: EXAMPLES[operation.operationId]?.headers ?? {},
        body: EXAMPLES[operation.operationId]?.body?.(asked),
      },
    );
    expectProblem(answer, 400, 'invalid', '#/colour');
    expectProblem(answer, 400, 'invalid', '#/Limit');
  }
});

describe('every list', () => {
  const lists = () =>
    operationsOf(service).filter(({ operationId }) =>
      ['listUsers', 'listMovies', 'listRatedMovies', 'listMovieRatings', 'listFavourites'].includes(
        operationId,
      ),
    );

  it.each([
    ['limit=0', '#/limit'],
    ['limit=101', '#/limit'],
    ['limit=-1', '#/limit'],
    ['limit=ten', '#/limit'],
    ['limit=1e309', '#/limit'],
    ['limit=1.5', '#/limit'],
    ['limit=', '#/limit'],
    ['limit=1&limit=2', '#/limit'],
    ['cursor=', '#/cursor'],
    ['cursor=.', '#/cursor'],
    ['cursor=abc.def', '#/cursor'],
    ['cursor=WzFd.AAAAAAAAAAAAAAAA', '#/cursor'],
    ['cursor=%00', '#/cursor'],
    [`cursor=${'c'.repeat(8192)}`, '#/cursor'],
  ])('refuses %s', async (query, pointer) => {
    for (const operation of lists()) {
      const path = `${pathOf(operation, world)}?${query}`;
      const answer = await service.call('GET', path, { token: world.admin.token });
      expectProblem(answer, 400, 'invalid', pointer);
    }
  });

  it.each(['sort=', 'sort=colour', 'sort=stars;drop', 'sort=-', 'sort=,', 'sort=Stars'])(
    'refuses %s',
    async (query) => {
      for (const list of ['movies', 'users/me/ratings', 'users/me/favourites']) {
        const answer = await service.call('GET', `${list}?${query}`, { token: world.owner.token });
        expectProblem(answer, 400, 'invalid', '#/sort');
      }
    },
  );
});

it('refuses filters of movies that make no sense', async () => {
  for (const [query, pointer] of [
    ['minYear=1500', '#/minYear'],
    ['maxYear=soon', '#/maxYear'],
    ['genre=', '#/genre'],
    ['person=', '#/person'],
    ['person=9223372036854775808', '#/person'],
    ['q=a%00b', '#/q'],
    ['genre=%00', '#/genre'],
    ['person=Ana%00', '#/person'],
    [`q=${'q'.repeat(201)}`, '#/q'],
    ['sort=relevance', '#/sort'],
    ['q=%20&sort=-relevance', '#/sort'],
  ] as const) {
    expectProblem(await service.call('GET', `movies?${query}`), 400, 'invalid', pointer);
  }
});

it('refuses an after that no change can be', async () => {
  for (const after of ['-1', 'x', '1.5', '9223372036854775808', '']) {
    const path = `users/me/changes?after=${after}`;
    const answer = await service.call('GET', path, { token: world.owner.token });
    expectProblem(answer, 400, 'invalid', '#/after');
  }
});

describe('a path', () => {
  it.each(['movies/%ff', 'movies/%', 'users/%c3%28', 'users/me/ratings/%zz', '%ff'])(
    'is refused when it is not UTF-8: %s',
    async (path) => expectProblem(await service.call('GET', path), 400, 'malformed', '#'),
  );

  it('is refused when a part of it is longer than any name', async () => {
    for (const path of ['movies/', 'users/', 'users/me/ratings/', '/problems/']) {
      expectProblem(await service.call('GET', path + 'x'.repeat(501)), 400, 'malformed', '#');
    }
  });

  it('is unknown with an id of 2^63 or none at all', async () => {
    for (const path of ['movies/9223372036854775808', 'movies/9007199254740993/score', 'movies/']) {
      expectProblem(await service.call('GET', path), 400, 'invalid', '#/movie');
    }
    for (const path of ['', 'users//ratings', 'movies/1/', 'MOVIES', '/api/v2/movies']) {
      expectProblem(await service.call('GET', path), 404);
    }
    expect((await service.call('GET', 'movies/1')).status).toBe(200);
  });
});

it('refuses an Idempotency-Key that is empty or too long', async () => {
  for (const key of ['', 'k'.repeat(256)]) {
    const answer = await service.call('POST', 'movies', {
      token: world.owner.token,
      body: { title: 'Fine' },
      headers: { 'idempotency-key': key },
    });
    expectProblem(answer, 400, 'invalid', '#/idempotency-key');
  }
});
