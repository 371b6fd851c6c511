import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENGINE } from '../support/engine.js';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { tmdbFilm } from '../support/invented-films.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let fake: FakeTmdb;
let service: Service;
let ana: Person;
let id = 700_000;

beforeAll(async () => {
  fake = await startFakeTmdb([]);
  service = await startService({ ...fake.settings, TMDB_BACKOFF_MS: '5' }, { films: 40 });
  ana = await addPerson(service, 'ana');
});
beforeEach(() => {
  fake.mood = 'well';
  fake.calls.length = 0;
});
afterAll(async () => {
  await service.stop();
  await fake.stop();
});

/** A film at TMDB that nobody here knows. */
function newFilm(facts: Parameters<typeof tmdbFilm>[0] = {}) {
  const film = tmdbFilm({ id: ++id, directors: [`Director ${id}`], cast: ['Leo Sand'], ...facts });
  fake.films.push(film);
  return film;
}

const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  service.call(method, path, { token: ana.token, body, ...(headers && { headers }) });
const rate = (film: string, stars = 4) => call('PUT', `users/me/ratings/${film}`, { stars });
const movieOf = async (film: string) => (await call('GET', `movies/${film}`)).body;
const count = async () => (await call('GET', 'movies')).body.total as number;

describe('POST /movies with a tmdbId', () => {
  it('adds the film with all of its facts', async () => {
    const film = newFilm({ imdb_id: 'tt9800001', wikidata: 'Q98001', title: 'The Glass Harbour' });
    const { status, headers, body } = await call('POST', 'movies', { tmdbId: film.id });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      title: 'The Glass Harbour',
      originalTitle: null,
      year: 2019,
      releaseDate: '2019-05-17',
      runtimeMinutes: 101,
      genres: ['Drama', 'Science Fiction'],
      directors: [{ name: `Director ${film.id}` }],
      cast: [{ name: 'Leo Sand' }],
      ids: { tmdb: film.id, imdb: 'tt9800001', wikidata: 'Q98001' },
    });
    expect(headers.location).toBe(`/api/v1/movies/${body.id}`);
    expect(await movieOf('imdb:tt9800001')).toEqual(body);
    expect((await call('GET', 'movies?q=glass+harbour')).body.items).toEqual([body]);
  });

  it('refuses a film that is there, and says where', async () => {
    const film = newFilm();
    const { body } = await call('POST', 'movies', { tmdbId: film.id });
    const again = await call('POST', 'movies', { tmdbId: film.id });
    expectProblem(again, 409, 'movie-exists');
    expect(again.headers.location).toBe(`/api/v1/movies/${body.id}`);
    expect(again.body.movie).toBe(`/api/v1/movies/${body.id}`);
  });

  it('adds it once for 20 who do so at the same moment', async () => {
    const { id } = newFilm();
    const before = await count();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', 'movies', { tmdbId: id })),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, ...new Array(19).fill(409)]);
    expect(await count()).toBe(before + 1);
    // Between its answer and our having it, another may ask once more where reading takes its time.
    expect(fake.calls.length).toBeLessThanOrEqual(ENGINE === 'sqlite' ? 1 : 5);
  });

  it('is done once for one Idempotency-Key, and answered the same again', async () => {
    const film = newFilm();
    const key = { 'idempotency-key': `key-${film.id}` };
    const first = await call('POST', 'movies', { tmdbId: film.id }, key);
    const again = await call('POST', 'movies', { tmdbId: film.id }, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expectProblem(await call('POST', 'movies', { tmdbId: film.id + 1 }, key), 422, 'key-reused');
  });

  it('takes nothing beside it', async () => {
    const body = { tmdbId: newFilm().id, title: 'Mine' };
    expectProblem(await call('POST', 'movies', body), 400, 'invalid', '#/title');
    expectProblem(await call('POST', 'movies', { tmdbId: 0 }), 400, 'invalid', '#/tmdbId');
    expectProblem(await call('POST', 'movies', { tmdbId: '5' }), 400, 'invalid', '#/tmdbId');
    expect(fake.calls).toEqual([]);
  });

  it('refuses a film that TMDB has not, and one that is no film', async () => {
    expectProblem(await call('POST', 'movies', { tmdbId: 5 }), 404, 'movie-not-found');
    const { id } = newFilm({ video: true });
    expectProblem(await call('POST', 'movies', { tmdbId: id }), 404, 'movie-not-found');
  });

  it('says so where there is no key to TMDB', async () => {
    const without = await startService({}, { films: 0 });
    const { token } = await addPerson(without, 'ana');
    const answer = await without.call('POST', 'movies', { token, body: { tmdbId: 603 } });
    expectProblem(answer, 409, 'outside-not-set-up', '#/tmdbId');
    const put = (path: string, body?: object) => without.call('PUT', path, { token, body });
    expectProblem(await put('users/me/ratings/tmdb:603', { stars: 1 }), 404, 'movie-not-found');
    expectProblem(await put('users/me/favourites/imdb:tt0133093'), 404, 'movie-not-found');
    await without.stop();
  });

  it('says that a film is here already, with a key to TMDB or without', async () => {
    const without = await startService({}, { films: 0 });
    const { token } = await addPerson(without, 'ana');
    const post = (body: object) => without.call('POST', 'movies', { token, body });
    const { body } = await post({ title: 'The Matrix', ids: { tmdb: 603 } });
    const answer = await post({ tmdbId: 603 });
    expectProblem(answer, 409, 'movie-exists');
    expect(answer.headers.location ?? answer.body.movie).toContain(`/movies/${body.id}`);
    await without.stop();
  });
});

describe('a film that is not ours', () => {
  it('is brought in by its first rating', async () => {
    const { id } = newFilm();
    const { status, body } = await rate(`tmdb:${id}`, 0);
    expect(status).toBe(201);
    expect(body).toMatchObject({ rating: { stars: 0 }, tally: { count: 1, mean: 0 } });
    expect((await movieOf(`tmdb:${id}`)).id).toBe(body.rating.movieId);
    expect((await rate(`tmdb:${id}`, 5)).status).toBe(200);
    expect(fake.calls).toHaveLength(1);
  });

  it('is brought in by its first favourite, by its IMDb id too', async () => {
    const { id } = newFilm({ imdb_id: 'tt9800002' });
    expect((await call('PUT', 'users/me/favourites/imdb:tt9800002')).status).toBe(201);
    expect((await call('PUT', `users/me/favourites/tmdb:${id}`)).status).toBe(204);
    expect(fake.calls.map(({ path }) => path)).toEqual(['/find/tt9800002', `/movie/${id}`]);
  });

  it('is known by the IMDb id that it was found by, whatever it says itself', async () => {
    const { id } = newFilm({ imdb_id: 'tt9800003', external_ids: null });
    fake.mood = ({ path }) => {
      // The details are silent about it.
      if (path.startsWith('/movie/')) fake.films.at(-1)!.imdb_id = null;
      return 'well';
    };
    const { body } = await rate('imdb:tt9800003');
    expect((await movieOf('imdb:tt9800003')).id).toBe(body.rating.movieId);
    expect((await movieOf(`tmdb:${id}`)).id).toBe(body.rating.movieId);
  });

  it('is brought in by a batch, in which each item has its own result', async () => {
    const [one, other] = [newFilm(), newFilm({ imdb_id: 'tt9800004' })];
    const items = [
      { movie: `tmdb:${one.id}`, stars: 3 },
      { movie: 'imdb:tt9800004', stars: 2.5 },
      { movie: `tmdb:${other.id}`, stars: 4.5 },
      { movie: 'tmdb:5', stars: 1 },
      { movie: 'wikidata:Q5', stars: 1 },
      { movie: 'tmdb:6', remove: true },
      { movie: 'tmdb:x', stars: 1 },
    ];
    const { status, body } = await call('POST', 'users/me/ratings/batch', { items });
    expect(status).toBe(200);
    const statuses = body.results.map((result: { status: number }) => result.status);
    expect(statuses).toEqual([201, 201, 200, 404, 404, 404, 400]);
    expect(body.results[2].rating).toMatchObject({ stars: 4.5 });
    // What is to be removed is not brought in for that.
    expect(fake.callsOf('/movie/6')).toEqual([]);
  });

  it('is not brought in for being looked at', async () => {
    const { id } = newFilm();
    expectProblem(await call('GET', `movies/tmdb:${id}`), 404, 'movie-not-found');
    expectProblem(await call('GET', `users/me/ratings/tmdb:${id}`), 404);
    expectProblem(await call('DELETE', `users/me/favourites/tmdb:${id}`), 404);
    expectProblem(await call('PUT', `users/me/ratings/tmdb:${id}`, { stars: 6 }), 400);
    expect(fake.calls).toEqual([]);
  });

  it('is brought in once by 20 who rate it first at the same moment', async () => {
    const { id } = newFilm();
    const people = await Promise.all(
      Array.from({ length: 20 }, (_, i) => addPerson(service, `first-${i}`)),
    );
    fake.delayMs = 30;
    const before = await count();
    const answers = await Promise.all(
      people.map(({ token }, i) =>
        i % 2
          ? service.call('PUT', `users/me/favourites/tmdb:${id}`, { token })
          : service.call('PUT', `users/me/ratings/tmdb:${id}`, { token, body: { stars: i / 4 } }),
      ),
    );
    fake.delayMs = 0;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await count()).toBe(before + 1);
    expect(fake.calls).toHaveLength(1);
    const movie = await movieOf(`tmdb:${id}`);
    expect(movie.version).toBe(1);
    expect((await call('GET', `movies/${movie.id}/score`)).body.count).toBe(10);
  });
});

describe('a film that we have by another name', () => {
  it('is told apart by no more than its IMDb id, and learns what it lacked', async () => {
    const { items } = (await call('GET', 'movies?sort=-popularity&limit=40')).body;
    const ours = items.find(({ ids }: { ids: Record<string, unknown> }) => ids.imdb && !ids.tmdb);
    const { id } = newFilm({ title: 'Unter anderem Namen', imdb_id: ours.ids.imdb });
    const before = await count();
    const { body } = await rate(`tmdb:${id}`);
    expect(body.rating.movieId).toBe(ours.id);
    expect(await count()).toBe(before);
    const taught = await movieOf(`tmdb:${id}`);
    expect(taught).toMatchObject({ title: ours.title, year: ours.year, runtimeMinutes: 101 });
    expect(taught.directors).toEqual(ours.directors);
    expect(taught.ids).toEqual({ ...ours.ids, tmdb: id });
  });

  const facts = { title: 'Ämber, The', year: 2018, directors: ['Aïno Virta'] };

  it('is the same by title, nearly the year, and someone in common', async () => {
    const { body: ours } = await call('POST', 'movies', { ...facts, overview: 'My own words.' });
    const { id } = newFilm({ title: 'The Amber', directors: ['Aino Virta'], imdb_id: 'tt9800005' });
    expect((await rate(`tmdb:${id}`)).body.rating.movieId).toBe(ours.id);
    expect(await movieOf(`tmdb:${id}`)).toMatchObject({
      id: ours.id,
      title: 'Ämber, The',
      year: 2018,
      overview: 'My own words.',
      releaseDate: '2019-05-17',
      ids: { tmdb: id, imdb: 'tt9800005' },
      version: 2,
    });
    const again = await call('POST', 'movies', { tmdbId: id });
    expectProblem(again, 409, 'movie-exists');
    expect(again.body.movie).toBe(`/api/v1/movies/${ours.id}`);
  });

  it.each<[string, Parameters<typeof tmdbFilm>[0]]>([
    ['two years later', { release_date: '2020-05-17' }],
    ['nobody in common', { directors: ['Someone Else'] }],
    ['another title', { title: 'The Amber Room' }],
  ])('is another film with %s', async (_what, other) => {
    const name = `Amber ${id}`;
    const { body: ours } = await call('POST', 'movies', { ...facts, title: name });
    const film = newFilm({ title: name, directors: ['Aïno Virta'], ...other });
    expect((await rate(`tmdb:${film.id}`)).body.rating.movieId).not.toBe(ours.id);
  });

  it('is refused by POST with the address of the one that we have', async () => {
    const { body: ours } = await call('POST', 'movies', {
      title: 'Kept',
      ids: { imdb: 'tt9800006' },
    });
    const { id } = newFilm({ title: 'Kept, too', imdb_id: 'tt9800006' });
    const answer = await call('POST', 'movies', { tmdbId: id });
    expectProblem(answer, 409, 'movie-exists');
    expect(answer.headers.location).toBe(`/api/v1/movies/${ours.id}`);
    expect((await movieOf(`tmdb:${id}`)).id).toBe(ours.id);
  });
});
