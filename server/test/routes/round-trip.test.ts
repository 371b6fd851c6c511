import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFormat } from '../../src/exports/export.js';
import type { FilmHistory } from '../../src/imports/history.js';
import type { MovieId } from '../../src/movies/movie.js';
import type { UserId } from '../../src/users/user.js';
import { filesOfZip } from '../support/files-of-zip.js';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';
import { addMovie } from '../support/some.js';
import { zipOf } from '../support/uploads.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@x',
  "=cmd|' /C calc'!A0",
  "'=1",
  "''-1",
  '"',
  '""',
  'a,b;c\td',
  'x\ny\n\nz',
  '|\\|',
  '</script><!--',
  'שלום עולם',
  '\u202Etxet',
  'مرحبا, "عالم"',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'e\u0301 and é',
  '\uFEFFmark',
  '\u0085next',
  '\u2028line',
  '{{stars}}',
  'null',
];
/** What the API refuses: in notes and reviews control characters but breaks, in tags those as well. */
const NO_NOTE = /\p{Cs}|(?![\n\r\t])\p{Cc}/u;
const NO_TAG = /[\p{Cs}\p{Cc}\u2028\u2029]/u;

let service: Service;
let films: MovieId[];
let people = 0;

beforeAll(async () => {
  service = await startService({}, { films: 0, now: () => NOW });
  films = [];
  for (const [n, title] of HOSTILE.entries()) {
    const ids = { imdb: `tt${9_000_001 + n}`, tmdb: String(9_000_001 + n), wikidata: null };
    const facts = { title: title.trim(), year: 1990 + (n % 30), genres: ['Drama'], ids };
    films.push((await addMovie(service.store, facts)).id);
  }
});
afterAll(() => service.stop());

const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.string()).map((both) => both.join('')),
);
const stars = fc.integer({ min: 0, max: 100 }).map((steps) => steps / 20);
const time = (since: number) =>
  fc.integer({ min: since, max: NOW }).map((at) => new Date(at).toISOString());
const day = fc
  .integer({ min: Date.UTC(1950) / 86_400_000, max: Math.floor(NOW / 86_400_000) })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
type Texts = { movie?: string; note?: string | null; review?: string | null; tags?: string[] };
const isRefused = ({ note, review, tags = [] }: Texts) =>
  [note ?? '', review ?? ''].some((one) => NO_NOTE.test(one)) ||
  tags.some((tag) => NO_TAG.test(tag));
const told = (since: number) =>
  fc.record({
    rating: fc.option(fc.record({ stars, note: fc.option(text), ratedAt: time(since) })),
    viewings: fc.array(
      fc.record({
        watchedOn: fc.option(day),
        stars: fc.option(stars),
        rewatch: fc.boolean(),
        tags: fc.array(text, { maxLength: 3 }),
        review: fc.option(text),
      }),
      { maxLength: 3 },
    ),
    watchlist: fc.boolean(),
    favourite: fc.boolean(),
  });
type Told = ReturnType<typeof told> extends fc.Arbitrary<infer T> ? T : never;
const histories = (since = Date.UTC(1950)) => fc.array(told(since), { minLength: 1, maxLength: 6 });

const someone = () => addPerson(service, `p${++people}`);

/** Tells all of it over the API; what it refuses is not told. */
async function tell({ token }: Person, all: Told[]): Promise<void> {
  const send = async (method: string, path: string, body: Texts = {}) => {
    const { status } = await service.call(method, `users/me/${path}`, {
      token,
      ...(Object.keys(body).length > 0 && { body }),
    });
    expect([status >= 400, path, body]).toEqual([isRefused(body), path, body]);
  };
  for (const [n, { rating, viewings, watchlist, favourite }] of all.entries()) {
    const movie = films[n];
    if (rating !== null) await send('PUT', `ratings/${movie}`, rating);
    for (const viewing of viewings)
      await send('POST', 'viewings', { movie: String(movie), ...viewing });
    if (watchlist) await send('PUT', `watchlist/${movie}`);
    if (favourite) await send('PUT', `favourites/${movie}`);
  }
}

async function exported({ id, token }: Person, format: ExportFormat): Promise<Buffer> {
  const answer = await service.server.inject({
    url: `/api/v1/users/${id}/export?format=${format}`,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.statusCode).toBe(200);
  return answer.rawPayload;
}

/** Brings an upload in to its end, and answers what it came to. */
async function bring({ token }: Person, name: string, content: Buffer, query = '') {
  const at = 'users/me/imports';
  const { status, body } = await service.call('POST', `${at}?name=${name}${query}`, {
    token,
    body: content,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect([status, body]).toEqual([201, body]);
  await service.imports.workNow();
  await service.call('POST', `${at}/${body.id}/apply`, { token });
  await service.imports.workNow();
  const { body: one } = await service.call('GET', `${at}/${body.id}`, { token });
  expect(one).toMatchObject({ state: 'applied', verdicts: { unmatched: 0, conflict: 0 } });
  return one;
}

/** What somebody has of each film, but for ids and when it was written. */
async function historyOf({ id }: Person) {
  const all = await service.store.histories.read(id as UserId, films);
  return films.map((movieId) => {
    const { rating, viewings, ...marks } = all.get(movieId) as FilmHistory;
    return {
      ...marks,
      rating: rating && { ...rating, updatedAt: 0 },
      viewings: viewings
        .map((viewing) => JSON.stringify({ ...viewing, id: 0, updatedAt: 0 }))
        .sort(),
    };
  });
}

describe('a history that is exported and brought into a fresh account', () => {
  it('is the same to the note, the time, the star, the viewing and the mark, as a zip of ours', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), async (all) => {
        const [ana, ben] = [await someone(), await someone()];
        await tell(ana, all);
        const zip = await exported(ana, 'halfstar');
        await bring(ben, 'halfstar.zip', zip);
        expect(await historyOf(ben)).toEqual(await historyOf(ana));
        const again = await bring(ben, 'halfstar.zip', zip);
        expect(again.outcomes).toMatchObject({ taken: 0, kept: 0 });
        expect(await historyOf(ben)).toEqual(await historyOf(ana));
      }),
      { numRuns: 25 },
    );
  });

  it('is the same as tables of ours', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), async (all) => {
        const [ana, ben] = [await someone(), await someone()];
        await tell(ana, all);
        const files = await filesOfZip(await exported(ana, 'halfstar'));
        files.delete('halfstar.json');
        files.delete('rating-changes.csv');
        const tables = [...files].map(([name, content]) => ({ name, content }));
        await bring(ben, 'tables.zip', zipOf(tables));
        expect(await historyOf(ben)).toEqual(await historyOf(ana));
      }),
      { numRuns: 25 },
    );
  });

  /** Of ratings, what a format can hold: stars on its scale, of which 0 is none, and how much of the time. */
  const ELSEWHERE: [ExportFormat, held: (rating: Rating) => unknown][] = [
    ['letterboxd', ({ stars }) => nearest(stars)],
    ['imdb', ({ stars, ratedAt }) => [nearest(stars), ratedAt - (ratedAt % 86_400_000)]],
    ['trakt', ({ stars, ratedAt }) => [nearest(stars), ratedAt]],
    ['movielens', ({ stars, ratedAt }) => [Math.max(10, stars), ratedAt - (ratedAt % 1000)]],
  ];
  type Rating = { stars: number; ratedAt: number };
  const nearest = (steps: number) => Math.max(10, 10 * Math.round(steps / 10));

  it.each(ELSEWHERE)('is, as %s, what that can hold of its ratings', async (format, held) => {
    await fc.assert(
      fc.asyncProperty(histories(0), async (all) => {
        const [ana, ben] = [await someone(), await someone()];
        await tell(ana, all);
        await bring(ben, `${format}.zip`, await exported(ana, format));
        const rated = async (person: Person) =>
          (await historyOf(person)).map(({ rating }) => rating && held(rating));
        const [before, after] = [await rated(ana), await rated(ben)];
        // Stars given at a viewing alone are a rating where viewings have no stars of their own.
        const isTold = (n: number) => format === 'letterboxd' && before[n] === null;
        expect(after.map((one, n) => (isTold(n) ? null : one))).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });
});
