import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MovieWish } from '../../src/movies/movie.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Answer, type Service, startService } from '../support/service.js';
import { addMovie } from '../support/some.js';

let service: Service;
let root: Person;
let ana: Person;
let gone: number;
let kept: number;
let movies = 0;

beforeAll(async () => {
  service = await startService({}, { films: 0 });
  root = await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
});
afterAll(() => service.stop());
beforeEach(async () => {
  gone = await movie({ title: 'Matrix', year: 1999 });
  kept = await movie({ title: 'The Matrix' });
});

const movie = async (facts: Partial<MovieWish>) => (await addMovie(service.store, facts)).id;
const ids = (some: Partial<MovieWish['ids']>) => ({
  ids: { tmdb: null, imdb: null, wikidata: null, ...some },
});
const as = (by: Person, method: string, path: string, body?: unknown, headers = {}) =>
  service.call(method, path, { token: by.token, body, headers });
const merge = (from: number | string, into: number | string, headers = {}) =>
  as(root, 'POST', `movies/${from}/merge`, { into }, headers);
const get = (path: string) => as(ana, 'GET', path);
const errorsOf = ({ body }: Answer) => body.errors;

describe('a merger', () => {
  it('answers the movie that stays, as a GET by either id does', async () => {
    const merged = await merge(gone, kept);
    expect(merged.status).toBe(200);
    expect(merged.body).toMatchObject({ id: kept, title: 'The Matrix', year: 1999, version: 2 });
    for (const id of [gone, kept]) {
      const { status, body, headers } = await get(`movies/${id}`);
      expect([status, body, headers.etag]).toEqual([200, merged.body, merged.headers.etag]);
    }
  });

  it('is told apart from the movie that was there before, though of the same version', async () => {
    const edited = await as(root, 'PATCH', `movies/${gone}`, { overview: 'One.' });
    const etag = String(edited.headers.etag);
    expect((await merge(gone, kept)).body.version).toBe(edited.body.version);
    const again = await as(ana, 'GET', `movies/${gone}`, undefined, { 'if-none-match': etag });
    expect([again.status, again.body.id]).toEqual([200, kept]);
    const body = { overview: 'Meant for another.' };
    const blind = await as(root, 'PATCH', `movies/${gone}`, body, { 'if-match': etag });
    expectProblem(blind, 412, 'precondition-failed');
  });

  it('takes an outside id on either side', async () => {
    const number = String(++movies + 700);
    const imdb = `tt9${number}000`;
    await merge(await movie(ids({ tmdb: number })), await movie(ids({ imdb })));
    const { body } = await get(`movies/tmdb:${number}`);
    expect(body.ids).toEqual({ tmdb: Number(number), imdb, wikidata: null });
    expect((await merge(gone, `tmdb:${number}`)).body.id).toBe(body.id);
    expect((await merge(`imdb:${imdb}`, String(kept))).body.id).toBe(kept);
    expect((await get(`movies/${gone}`)).body.id).toBe(kept);
  });

  it('leaves the old id working wherever a movie is named', async () => {
    await as(ana, 'PUT', `users/me/ratings/${gone}`, { stars: 3, note: 'loud' });
    await as(ana, 'PUT', `users/me/favourites/${gone}`);
    await merge(gone, kept);
    expect((await get(`users/me/ratings/${gone}`)).body).toMatchObject({
      movieId: kept,
      stars: 3,
      note: 'loud',
    });
    expect((await get(`movies/${gone}/ratings`)).body.items).toHaveLength(1);
    expect((await get(`movies/${gone}/score`)).body.count).toBe(1);
    const history = (await get(`users/me/ratings/${gone}/history`)).body.items;
    expect(history.map(({ stars }: { stars: number }) => stars)).toEqual([3, null, 3]);
    const rated = await as(ana, 'PUT', `users/me/ratings/${gone}`, { stars: 4 });
    expect([rated.status, rated.body.rating.movieId]).toEqual([200, kept]);
    const batch = { items: [{ movie: gone, stars: 5 }] };
    const { results } = (await as(ana, 'POST', 'users/me/ratings/batch', batch)).body;
    expect(results).toMatchObject([{ status: 200, rating: { movieId: kept } }]);
    expect((await as(ana, 'PUT', `users/me/favourites/${gone}`)).status).toBe(204);
    expect((await as(ana, 'DELETE', `users/me/favourites/${gone}`)).status).toBe(204);
    expect((await get('users/me/favourites')).body.total).toBe(0);
    const edited = await as(root, 'PATCH', `movies/${gone}`, { year: 1998 });
    expect(edited.body).toMatchObject({ id: kept, year: 1998 });
    expect((await as(root, 'DELETE', `movies/${gone}`)).status).toBe(204);
    for (const id of [gone, kept]) expectProblem(await get(`movies/${id}`), 404, 'movie-not-found');
  });

  it('is told in the changes of who rated', async () => {
    await as(ana, 'PUT', `users/me/ratings/${gone}`, { stars: 3.5 });
    const { nextAfter } = (await get('users/me/changes?limit=100')).body;
    await merge(gone, kept);
    expect((await get(`users/me/changes?after=${nextAfter}`)).body.items).toMatchObject([
      { movieId: gone, stars: null, removed: true },
      { movieId: kept, stars: 3.5, removed: false },
    ]);
  });

  it('has the score follow by itself', async () => {
    await as(ana, 'PUT', `users/me/ratings/${gone}`, { stars: 2 });
    await service.jobs.publishNow();
    await merge(gone, kept);
    await service.jobs.publishNow();
    const { body } = await get(`movies/${kept}`);
    expect(body.score).toMatchObject({ count: 1, mean: 2 });
  });

  it('is put down, and nothing is put down of one that was refused', async () => {
    const entries = async () => (await as(root, 'GET', 'audit')).body;
    const before = (await entries()).total;
    await merge(gone, gone);
    expect((await entries()).total).toBe(before);
    await merge(gone, kept);
    expect((await entries()).items[0]).toMatchObject({
      action: 'movie-merged',
      subject: `movie:${gone}`,
      actor: { id: root.id },
      detail: { into: kept, title: 'Matrix', year: 1999 },
    });
    expect((await entries()).total).toBe(before + 1);
  });

  it('is only made in the state that If-Match names', async () => {
    const tag = String((await get(`movies/${gone}`)).headers.etag);
    await as(root, 'PATCH', `movies/${gone}`, { runtimeMinutes: 136 });
    expectProblem(await merge(gone, kept, { 'if-match': tag }), 412, 'precondition-failed');
    const current = String((await get(`movies/${gone}`)).headers.etag);
    expect((await merge(gone, kept, { 'if-match': current })).status).toBe(200);
  });

  it('with an Idempotency-Key is made once, and answered again', async () => {
    const headers = { 'idempotency-key': `merge-${gone}` };
    const first = await merge(gone, kept, headers);
    const again = await merge(gone, kept, headers);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers).toMatchObject({
      etag: first.headers.etag,
      'idempotency-replayed': 'true',
    });
    const other = await movie({});
    expectProblem(await merge(gone, other, headers), 422, 'key-reused');
  });
});

describe('a merger is refused', () => {
  it('of a movie with itself, by whichever name', async () => {
    for (const into of [gone, String(gone)]) {
      const refused = await merge(gone, into);
      expectProblem(refused, 400, 'invalid');
      expect(errorsOf(refused)).toMatchObject([{ pointer: '#/into', code: 'itself', in: 'body' }]);
    }
    await merge(gone, kept);
    expectProblem(await merge(gone, kept), 400, 'invalid');
    expect((await get(`movies/${kept}`)).body.version).toBe(2);
  });

  it('of movies that are not there, saying which', async () => {
    for (const name of [987_654, 'tmdb:987654']) {
      const [noFrom, noInto] = [await merge(name, kept), await merge(gone, name)];
      expectProblem(noFrom, 404, 'movie-not-found');
      expect(errorsOf(noFrom)).toMatchObject([{ pointer: '#/movie' }]);
      expectProblem(noInto, 404, 'movie-not-found');
      expect(errorsOf(noInto)).toMatchObject([{ pointer: '#/into' }]);
    }
  });

  it('of two with different ids in one catalogue, saying which', async () => {
    const one = await movie(ids({ tmdb: '11', imdb: 'tt0000011', wikidata: 'Q11' }));
    const other = await movie(ids({ tmdb: '12', wikidata: 'Q12' }));
    const refused = await merge(one, other);
    expectProblem(refused, 409, 'ids-differ');
    expect(refused.body.detail).toBe(
      'They are two films elsewhere: tmdb:11 and tmdb:12, wikidata:Q11 and wikidata:Q12.',
    );
    for (const id of [one, other]) expect((await get(`movies/${id}`)).body.version).toBe(1);
  });

  it.each([
    [{}],
    [{ into: 0 }],
    [{ into: 1.5 }],
    [{ into: null }],
    [{ into: 'nonsense' }],
    [{ into: 'wikipedia:Alien' }],
    [{ into: 1, from: 2 }],
  ])('when the body is %j', async (body) => {
    expectProblem(await as(root, 'POST', `movies/${gone}/merge`, body), 400, 'invalid');
  });

  it('of who is no ADMIN', async () => {
    const path = `movies/${gone}/merge`;
    expectProblem(await as(ana, 'POST', path, { into: kept }), 403, 'not-allowed');
    expectProblem(await service.call('POST', path, { body: { into: kept } }), 401);
    expect((await get(`movies/${gone}`)).body.id).toBe(gone);
  });
});
