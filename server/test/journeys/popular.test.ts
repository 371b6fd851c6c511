import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type HalfstarClient } from '../../../client/src/index.js';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { tmdbFilm } from '../support/invented-films.js';
import { type Service, startService } from '../support/service.js';

/** What the small Flask service could do that this one began from, with the same two tokens. */
const ADMIN = 'abcdef1234567890';
const CONSUMER = '1234567890';

const FILMS = [
  tmdbFilm({
    id: 900_011,
    title: 'The Glass Harbour',
    release_date: '2021-02-03',
    directors: ['Aino Virta'],
  }),
  tmdbFilm({ id: 900_012, title: 'Amber', release_date: '1987-11-20', cast: ['Leo Sand'] }),
  tmdbFilm({ id: 900_013, title: 'Nine Lamps', release_date: '2004-06-01', runtime: 88 }),
];

let fake: FakeTmdb;
let service: Service;
let consumer: HalfstarClient;
let admin: HalfstarClient;

beforeAll(async () => {
  fake = await startFakeTmdb(FILMS);
  service = await startService({ DEMO: 'true', ...fake.settings }, { films: 40 });
  await service.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = service.server.server.address() as AddressInfo;
  const client = (token: string) => createClient({ baseUrl: `http://127.0.0.1:${port}`, token });
  [admin, consumer] = [client(ADMIN), client(CONSUMER)];
});
afterAll(async () => {
  await service.stop();
  await fake.stop();
});

const film = (id: number) => ({ params: { path: { user: 'me', movie: `tmdb:${id}` } } });
const love = (id: number) => consumer.PUT('/api/v1/users/{user}/favourites/{movie}', film(id));
const rate = (id: number, stars: number) =>
  consumer.PUT('/api/v1/users/{user}/ratings/{movie}', { ...film(id), body: { stars } });

async function favourites(sort?: string) {
  const { data } = await consumer.GET('/api/v1/users/{user}/favourites', {
    params: { path: { user: 'me' }, query: sort === undefined ? {} : { sort } },
  });
  return data?.items ?? [];
}

describe('someone who rates films', () => {
  it('sees what is popular at TMDB', async () => {
    const { data } = await consumer.GET('/api/v1/popular');
    expect(data).toMatchObject({ source: 'tmdb', page: 1, totalPages: 1 });
    expect(data?.items.map(({ tmdbId, title }) => [tmdbId, title])).toEqual([
      [900_011, 'The Glass Harbour'],
      [900_012, 'Amber'],
      [900_013, 'Nine Lamps'],
    ]);
  });

  it('makes films favourites by their TMDB ids, straight from there', async () => {
    for (const { id } of FILMS) expect((await love(id)).response.status).toBe(201);
    expect((await love(900_011)).response.status).toBe(204);
    expect(await favourites()).toHaveLength(3);
  });

  it('takes one back', async () => {
    const { response } = await consumer.DELETE(
      '/api/v1/users/{user}/favourites/{movie}',
      film(900_013),
    );
    expect(response.status).toBe(204);
    expect((await favourites()).map(({ movie }) => movie.title).toSorted()).toEqual([
      'Amber',
      'The Glass Harbour',
    ]);
    await love(900_013);
  });

  it.each([0, 0.5, 1, 2, 3, 4, 5])('rates with %d stars', async (stars) => {
    const { data, response } = await rate(900_011, stars);
    expect(response.status).toBe(stars === 0 ? 201 : 200);
    expect(data).toMatchObject({ rating: { stars }, tally: { count: 1, mean: stars } });
  });

  it.each([-1, 5.05, 6])('cannot rate with %d', async (stars) => {
    const { response } = await rate(900_011, stars);
    expect(response.status).toBe(400);
  });

  it('corrects a rating, which then counts once', async () => {
    await rate(900_012, 1);
    const { data } = await rate(900_012, 4.5);
    expect(data).toMatchObject({ rating: { stars: 4.5 }, tally: { count: 1, mean: 4.5 } });
  });

  it('sees the list of TMDB with the own stars and favourites in it', async () => {
    const { data } = await consumer.GET('/api/v1/popular');
    expect(data?.items).toMatchObject([
      { movieId: expect.any(Number), stars: 5, favourite: true },
      { movieId: expect.any(Number), stars: 4.5, favourite: true },
      { movieId: expect.any(Number), stars: null, favourite: true },
    ]);
    expect(fake.callsOf('/movie/popular')).toHaveLength(1);
  });

  it('sorts the favourites by release date, with all that is known of each', async () => {
    const titles = (items: Awaited<ReturnType<typeof favourites>>) =>
      items.map(({ movie }) => movie.title);
    const oldest = await favourites('releaseDate');
    expect(titles(oldest)).toEqual(['Amber', 'Nine Lamps', 'The Glass Harbour']);
    const newest = await favourites('-releaseDate');
    expect(titles(newest)).toEqual(titles(oldest).toReversed());
    expect(newest[0]).toMatchObject({
      stars: 5,
      movie: {
        title: 'The Glass Harbour',
        year: 2021,
        releaseDate: '2021-02-03',
        runtimeMinutes: 101,
        overview: 'What happens in The Glass Harbour.',
        posterUrl: 'https://image.tmdb.org/t/p/w342/poster900011.jpg',
        genres: ['Drama', 'Science Fiction'],
        directors: [{ name: 'Aino Virta' }],
        ids: { tmdb: 900_011 },
      },
    });
  });

  it('sorts them by the own stars, those without at the end', async () => {
    const stars = async (sort: string) => (await favourites(sort)).map(({ stars }) => stars);
    expect(await stars('-stars')).toEqual([5, 4.5, null]);
    expect((await stars('stars')).filter((one) => one !== null)).toEqual([4.5, 5]);
  });

  it('may not clear the favourites of anyone', async () => {
    for (const user of ['me', '1', '2']) {
      const { response } = await consumer.DELETE('/api/v1/users/{user}/favourites', {
        params: { path: { user } },
      });
      expect(response.status).toBe(403);
    }
    expect(await favourites()).toHaveLength(3);
  });
});

describe('an ADMIN', () => {
  it('clears the favourites of a user, whose ratings stay', async () => {
    const { data } = await admin.DELETE('/api/v1/users/{user}/favourites', {
      params: { path: { user: 'consumer' } },
    });
    expect(data).toEqual({ removed: 3 });
    expect(await favourites()).toEqual([]);
    const { data: list } = await consumer.GET('/api/v1/popular');
    expect(list?.items[0]).toMatchObject({ stars: 5, favourite: false });
  });
});
