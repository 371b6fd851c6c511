import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeWorld, type World } from '../support/operations.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService({}, { films: 0 });
});
beforeEach(async () => {
  world = await makeWorld(service);
});
afterAll(() => service.stop());

const call = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  service.call(method, path, { token: world.owner.token, headers, body });

describe('a rating', () => {
  const at = () => `users/me/ratings/${world.movieId}`;
  const tag = async () => String((await call('GET', at(), {})).headers.etag);

  it('is only replaced in the state that If-Match names', async () => {
    const before = await tag();
    const put = await call('PUT', at(), { 'if-match': `"x", ${before}` }, { stars: 1 });
    expect(put.status).toBe(200);
    expect(put.headers.etag).toBe(await tag());
    expect(put.headers.etag).not.toBe(before);
    expectProblem(await call('PUT', at(), { 'if-match': before }, { stars: 2 }), 412);
    const weak = { 'if-match': `W/${put.headers.etag}` };
    expectProblem(await call('PUT', at(), weak, { stars: 2 }), 412, 'precondition-failed');
    expect((await call('GET', at(), {})).body.stars).toBe(1);
    // As it was sent compressed.
    const packed = { 'if-match': String(put.headers.etag).replace(/"$/, '-gzip"') };
    expect((await call('PUT', at(), packed, { stars: 2 })).status).toBe(200);
    expect((await call('PUT', at(), { 'if-match': '*' }, { stars: 2 })).status).toBe(200);
  });

  it('is told apart from somebody else’s, though it is their first as well', async () => {
    await call('DELETE', at(), {});
    const tags = await Promise.all(
      [world.admin, world.owner].map(async ({ token }) => {
        const put = await service.call('PUT', at(), { token, body: { stars: 3 } });
        return String(put.headers.etag).replace(/\d+"$/, '');
      }),
    );
    expect(new Set(tags).size).toBe(2);
  });

  it('is only made, never replaced, with If-None-Match: *', async () => {
    const create = () => call('PUT', at(), { 'if-none-match': '*' }, { stars: 1 });
    expectProblem(await create(), 412, 'precondition-failed');
    expect((await call('DELETE', at(), {})).status).toBe(204);
    expect((await create()).status).toBe(201);
    expectProblem(await create(), 412, 'precondition-failed');
  });

  it('is not replaced where If-Match asks for one and there is none', async () => {
    await call('DELETE', at(), {});
    for (const value of ['*', '"1"', 'nonsense', '']) {
      expectProblem(await call('PUT', at(), { 'if-match': value }, { stars: 1 }), 412);
    }
    expectProblem(await call('GET', at(), {}), 404, 'rating-not-found');
  });

  it('is only taken back in the state that If-Match names', async () => {
    expectProblem(await call('DELETE', at(), { 'if-match': '"x"' }), 412, 'precondition-failed');
    expect((await call('DELETE', at(), { 'if-match': await tag() })).status).toBe(204);
  });

  it('made by one of many at once with If-None-Match: * is made once', async () => {
    await call('DELETE', at(), {});
    const headers = { 'if-none-match': '*' };
    const puts = [1, 2, 3, 4, 5].map((stars) => call('PUT', at(), headers, { stars }));
    const statuses = (await Promise.all(puts)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 412, 412, 412, 412]);
  });

  it('replaced by one of many at once that name the same state is replaced once', async () => {
    const headers = { 'if-match': await tag() };
    const puts = [1, 2, 4, 5].map((stars) => call('PUT', at(), headers, { stars }));
    const statuses = (await Promise.all(puts)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412, 412]);
  });
});

describe('a movie', () => {
  const at = () => `movies/${world.movieId}`;
  const edit = (headers: Record<string, string>, year: number) =>
    call('PATCH', at(), headers, { year });

  it('is only edited at the version that If-Match names', async () => {
    // Its score is published with it, and moves its tag.
    await service.jobs.publishNow();
    const { etag } = (await call('GET', at(), {})).headers;
    const edited = await edit({ 'if-match': String(etag) }, 2001);
    expect(edited.status).toBe(200);
    expect(edited.headers.etag).toBe((await call('GET', at(), {})).headers.etag);
    expectProblem(await edit({ 'if-match': String(etag) }, 2002), 412, 'precondition-failed');
    expectProblem(await edit({ 'if-none-match': '*' }, 2002), 412, 'precondition-failed');
    expect((await call('GET', at(), {})).body.year).toBe(2001);
  });

  it('is edited though its score moved meanwhile: that changed no fact', async () => {
    const before = (await call('GET', at(), {})).headers.etag;
    await service.jobs.publishNow();
    await call('PUT', `users/me/ratings/${world.movieId}`, {}, { stars: 0.5 });
    await service.jobs.publishNow();
    const after = (await call('GET', at(), {})).headers.etag;
    expect(after).not.toBe(before);
    expect((await edit({ 'if-match': String(before) }, 2003)).status).toBe(200);
  });

  it('is only deleted at the version that If-Match names', async () => {
    const remove = (tag: unknown) =>
      service.call('DELETE', at(), {
        token: world.admin.token,
        headers: { 'if-match': String(tag) },
      });
    const { etag } = (await call('GET', at(), {})).headers;
    await edit({}, 2004);
    expectProblem(await remove(etag), 412, 'precondition-failed');
    expect((await remove((await call('GET', at(), {})).headers.etag)).status).toBe(204);
  });

  it('is found missing before it is found changed', async () => {
    const missing = await call('PATCH', 'movies/987654', { 'if-match': '"x"' }, { year: 2001 });
    expectProblem(missing, 404, 'movie-not-found');
  });
});

describe('an account', () => {
  it('is changed by one of two who saw the same state, however long a password takes', async () => {
    const { token } = await service.signUp('both');
    const { headers } = await service.call('GET', 'users/me', { token });
    const seen = { 'if-match': String(headers.etag) };
    const change = (body: object) =>
      service.call('PATCH', 'users/me', { token, headers: seen, body });
    const answers = await Promise.all([
      change({ password: 'another long pass phrase', displayName: 'slow' }),
      change({ displayName: 'quick' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
