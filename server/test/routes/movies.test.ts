import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let root: Person;
let ana: Person;
let bob: Person;

beforeAll(async () => {
  service = await startService();
  root = await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
  bob = await addPerson(service, 'bob');
});
afterAll(() => service.stop());

const get = (path: string) => service.call('GET', path);
const list = async (query: string) => (await get(`movies?${query}`)).body;
const titles = async (query: string) =>
  (await list(query)).items.map(({ title }: { title: string }) => title);
const create = (body: object, token = ana.token) => service.call('POST', 'movies', { token, body });
const edit = (id: number, body: object, token = ana.token) =>
  service.call('PATCH', `movies/${id}`, { token, body });

describe('the list of movies', () => {
  it('finds what people type, the best match first', async () => {
    expect(await titles('q=shawshenk')).toEqual(['The Shawshank Redemption']);
    expect((await titles('q=matrix%20the'))[0]).toBe('The Matrix');
    expect(await titles('q=keanu%20speed')).toEqual(['Speed']);
    expect(await titles('q=!!!')).toEqual([]);
  });

  it('is sorted by popularity when nothing is searched for', async () => {
    expect(await titles('limit=5')).toEqual(await titles('limit=5&sort=-popularity'));
    expect(await list('q=%20&limit=5')).toMatchObject({ total: 300 });
  });

  it('is filtered by genre, years and person, all at once', async () => {
    const { items, total } = await list('genre=drama&minYear=1990&maxYear=1999&limit=100');
    expect(total).toBe(items.length);
    expect(total).toBeGreaterThan(5);
    for (const { genres, year } of items) {
      expect(genres).toContain('Drama');
      expect(year).toBeGreaterThanOrEqual(1990);
      expect(year).toBeLessThanOrEqual(1999);
    }
    const [movie] = items;
    const [director] = movie.directors;
    for (const person of [director.id, director.name.toUpperCase()]) {
      const found = await titles(`person=${encodeURIComponent(person)}&limit=100`);
      expect(found).toContain(movie.title);
      expect(found.length).toBeLessThan(300);
    }
    expect(await list('genre=nothing')).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it('is sorted either way by year and by title, and by both together', async () => {
    const years = (query: string) =>
      list(query).then(({ items }) => items.map(({ year }: { year: number }) => year));
    const up = await years('sort=year&limit=100');
    expect(up).toEqual([...up].sort((a, b) => a - b));
    const down = await years('sort=-year,title&limit=100');
    expect(down).toEqual([...down].sort((a, b) => b - a));
    expect(down[0]).toBeGreaterThan(up[0]);
    const [first] = await titles('sort=title&limit=1');
    const [last] = await titles('sort=-title&limit=1');
    expect(first.localeCompare(last)).toBeLessThan(0);
  });
});

describe('a movie', () => {
  it('is found by its id and by its ids elsewhere', async () => {
    const { body } = await get('movies/imdb:tt0111161');
    expect(body).toMatchObject({ title: 'The Shawshank Redemption', year: 1994 });
    for (const name of [body.id, `tmdb:${body.ids.tmdb}`, `wikidata:${body.ids.wikidata}`]) {
      expect((await get(`movies/${name}`)).body).toEqual(body);
    }
  });

  it('is created from facts, and found and searched for at once', async () => {
    const facts = {
      title: '  My Holiday in Ærø ',
      originalTitle: 'Min ferie på Ærø',
      releaseDate: '2019-07-03',
      runtimeMinutes: 12,
      overview: 'Sand.\nAnd more sand.',
      posterUrl: 'https://example.org/poster.jpg',
      genres: ['Documentary', 'documentary'],
      directors: ['Ana Anasdottir'],
      cast: [{ name: 'Bob Bobson' }, { name: 'Ana Anasdottir' }],
      ids: { tmdb: 99_999_991, imdb: 'tt99999991' },
    };
    const { status, body, headers } = await create(facts);
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1/movies/${body.id}`);
    expect(body).toMatchObject({
      title: 'My Holiday in Ærø',
      year: 2019,
      genres: ['documentary'.replace('d', 'D')],
      ids: { tmdb: 99_999_991, imdb: 'tt99999991', wikidata: null },
      score: null,
      version: 1,
    });
    expect(body.directors[0]).toEqual(body.cast[1]);
    expect((await get(String(headers.location))).body).toEqual(body);
    expect(await titles('q=holiday%20aero')).toEqual(['My Holiday in Ærø']);
    expect(await titles('person=bob%20bobson')).toEqual(['My Holiday in Ærø']);
  });

  it('is created from a title alone, with all else unknown', async () => {
    const { body } = await create({ title: 'Only This' });
    const { id, createdAt, updatedAt, ...facts } = body;
    expect(facts).toEqual({
      title: 'Only This',
      originalTitle: null,
      year: null,
      releaseDate: null,
      runtimeMinutes: null,
      overview: null,
      posterUrl: null,
      genres: [],
      directors: [],
      cast: [],
      ids: { tmdb: null, imdb: null, wikidata: null },
      score: null,
      version: 1,
    });
  });

  it('is edited by who added it and by an ADMIN, and by nobody else', async () => {
    const { body } = await create({
      title: 'Draft',
      genres: ['Drama'],
      directors: ['A. Director'],
    });
    const byAna = await edit(body.id, { title: 'Better Draft' });
    expect(byAna.body).toMatchObject({ title: 'Better Draft', genres: ['Drama'], version: 2 });
    expect(byAna.body.directors).toEqual(body.directors);
    const byRoot = await edit(body.id, { directors: [], overview: 'Good.' }, root.token);
    expect(byRoot.body).toMatchObject({ directors: [], overview: 'Good.', version: 3 });
    expectProblem(await edit(body.id, { title: 'Mine' }, bob.token), 403, 'not-allowed');
    expectProblem(await edit(1, { title: 'Mine' }), 403, 'not-allowed');
    expect(await titles('q=better%20draft')).toEqual(['Better Draft']);
  });

  it('keeps the ids elsewhere that an edit does not name, and gives up those it sets to null', async () => {
    const ids = { tmdb: 99_999_992, imdb: 'tt99999992' };
    const { body } = await create({ title: 'With Ids', ids });
    const added = await edit(body.id, { ids: { wikidata: 'Q999999992' } });
    expect(added.body.ids).toEqual({ ...ids, wikidata: 'Q999999992' });
    const removed = await edit(body.id, { ids: { tmdb: null } });
    expect(removed.body.ids).toEqual({ tmdb: null, imdb: ids.imdb, wikidata: 'Q999999992' });
    expectProblem(await get(`movies/tmdb:${ids.tmdb}`), 404, 'movie-not-found', '#/movie');
  });

  it('is not given an id elsewhere that another movie has', async () => {
    const { body } = await create({ title: 'Copy' });
    const answer = await edit(body.id, { ids: { imdb: 'tt0111161' } });
    expectProblem(answer, 409, 'movie-exists');
    const known = (await get('movies/imdb:tt0111161')).body.id;
    expect(answer.headers.location).toBe(`/api/v1/movies/${known}`);
  });

  it('has the year of a new release date, unless the edit says another', async () => {
    const { body } = await create({ title: 'Dated', releaseDate: '2001-02-03' });
    expect(body.year).toBe(2001);
    expect((await edit(body.id, { releaseDate: '2003-04-05' })).body.year).toBe(2003);
    const both = { releaseDate: '2005-01-06', year: 2004 };
    expect((await edit(body.id, both)).body).toMatchObject(both);
    expect((await edit(body.id, { releaseDate: null })).body).toMatchObject({
      releaseDate: null,
      year: 2004,
    });
  });

  it('takes edits made at the same time one after the other, and loses none', async () => {
    const { body } = await create({ title: 'Busy' });
    const edits = [
      { runtimeMinutes: 90 },
      { overview: 'Long.' },
      { year: 2001 },
      { genres: ['War'] },
    ];
    const answers = await Promise.all(edits.map((change) => edit(body.id, change)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const after = (await get(`movies/${body.id}`)).body;
    expect(after).toMatchObject({ ...Object.assign({}, ...edits), version: 5 });
  });

  it('is deleted with its ratings and favourites, and each rater’s changes tell of it', async () => {
    const { body } = await create({ title: 'Gone Soon' });
    const as = { token: bob.token };
    await service.call('PUT', `users/me/ratings/${body.id}`, { ...as, body: { stars: 1 } });
    await service.call('PUT', `users/me/favourites/${body.id}`, as);
    const remove = () => service.call('DELETE', `movies/${body.id}`, { token: root.token });
    expect((await remove()).status).toBe(204);
    expectProblem(await remove(), 404, 'movie-not-found', '#/movie');
    expectProblem(await get(`movies/${body.id}`), 404, 'movie-not-found', '#/movie');
    const { counts } = (await service.call('GET', 'users/me', as)).body;
    expect(counts).toEqual({ ratings: 0, favourites: 0, viewings: 0, watchlist: 0 });
    const { items } = (await service.call('GET', 'users/me/changes', as)).body;
    expect(items).toMatchObject([
      { movieId: body.id, stars: 1, removed: false },
      { movieId: body.id, stars: null, removed: true },
    ]);
    expect(await titles('q=gone%20soon')).toEqual([]);
  });
});
