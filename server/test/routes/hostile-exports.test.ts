import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipPacker } from '../../src/adapters/zip/packer.js';
import type { ExportFormat } from '../../src/exports/export.js';
import { exportHistory } from '../../src/exports/export-history.js';
import type { Import } from '../../src/imports/import.js';
import { createMovie } from '../../src/movies/edit-movie.js';
import { isVisible } from '../../src/movies/visible.js';
import type { Store } from '../../src/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { User } from '../../src/users/user.js';
import type { ViewingFacts } from '../../src/viewings/viewing.js';
import { apply, preview } from '../support/bring-in.js';
import { emptyStore } from '../support/engine.js';
import { toldBy } from '../support/history.js';
import { addUser, aMovie, NOW, rate } from '../support/some.js';

const DAY = 24 * 60 * 60_000;
const RUNS = 15;
const now = () => NOW;

let store: Store;
let ana: User;
let people = 0;
beforeEach(async () => {
  store = await emptyStore(now);
  ana = await addUser(store, 'ana');
});
afterEach(() => store.close());

/** All that Ana can tell of one film. */
type Told = {
  film: { title: string; year: number | null; directors: string[]; imdb: string | null };
  rating: { stars: number; note: string | null; ratedAt: number } | null;
  viewings: (Omit<ViewingFacts, 'stars'> & { stars: number | null; loggedAt: number })[];
  watchlist: number | null;
  favourite: number | null;
};

async function tell(all: readonly Told[], user: User): Promise<void> {
  for (const { film, rating, viewings, watchlist, favourite } of all) {
    const { imdb, directors, ...facts } = film;
    const ids = { imdb, tmdb: null, wikidata: null };
    const wish = aMovie({ ...facts, ids, directors: directors.map((name) => ({ name })) });
    const { id } = await createMovie({ movies: store.movies, now }, user.id, wish);
    if (rating !== null) await rate(store, user.id, id, rating);
    for (const { stars, loggedAt, ...facts } of viewings) {
      const given = stars === null ? null : parseStars(stars);
      await store.viewings.add(user.id, id, { ...facts, stars: given }, loggedAt);
    }
    if (watchlist !== null) await store.watchlist.add(user.id, id, watchlist);
    if (favourite !== null) await store.favourites.add(user.id, id, favourite);
  }
}

async function packed(user: User, format: ExportFormat): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const files = exportHistory({ store, now }, user, format);
  for await (const part of zipPacker().pack(files)) parts.push(part);
  return Buffer.concat(parts);
}

/** What a fresh account of the same service has once it has brought an export in. */
async function afterwards(user: User, format: ExportFormat) {
  const other = await addUser(store, `other${++people}`);
  const one = await preview(store, other.id, 'export.zip', await packed(user, format));
  expect(one.verdicts).toMatchObject({ unmatched: 0, conflict: 0 });
  await apply(store, one);
  return toldBy(store, other.id);
}

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
  'a,b;c',
  'x\ny',
  'x\r\ny',
  'x\ty',
  '\\',
  '|\\|',
  'a|b',
  '</script><b>',
  "'); drop table users; --",
  '\u202egnol',
  'مرحبا',
  '👩‍👩‍👧',
  'e\u0301',
  '\ufeffx',
  '%s {} $1 \\u0000',
  'null',
  '0',
];
const CONTROL = /(?![\n\r\t])\p{Cc}/u;

/** Texts that the API takes and keeps as they are. */
const text = fc
  .oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.tuple(fc.constantFrom(...HOSTILE), fc.string()).map((both) => both.join('')),
  )
  .filter((one) => one.isWellFormed() && !CONTROL.test(one) && one.trim() !== '')
  .map((one) => one.trim());
const line = text.filter((one) => !/[\p{Cc}\u2028\u2029]/u.test(one));
const name = line.map((one) => one.normalize('NFC').trim()).filter(isVisible);
const time = fc.integer({ min: Date.UTC(1900, 0, 1), max: NOW });
const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / DAY, max: Math.floor(NOW / DAY) })
  .map((n) => new Date(n * DAY).toISOString().slice(0, 10));
const steps = (least: number, most: number, each: number) =>
  fc.integer({ min: least, max: most }).map((n) => (n * each) / 20);

type Limits = { stars: fc.Arbitrary<number>; tag: fc.Arbitrary<string> };

function told({ stars, tag }: Limits): fc.Arbitrary<Told> {
  return fc.record({
    film: fc.record({
      title: name,
      year: fc.option(fc.integer({ min: 1880, max: 2026 })),
      directors: fc.uniqueArray(name, { maxLength: 2 }),
      imdb: fc.constant(null),
    }),
    rating: fc.option(fc.record({ stars, note: fc.option(text), ratedAt: time })),
    viewings: fc.array(
      fc.record({
        watchedOn: fc.option(day),
        stars: fc.option(stars),
        rewatch: fc.boolean(),
        tags: fc.uniqueArray(tag, { maxLength: 3 }),
        review: fc.option(text),
        loggedAt: time,
      }),
      { maxLength: 3 },
    ),
    watchlist: fc.option(time),
    favourite: fc.option(time),
  });
}

/** Everyone's own films, each with an id, which services know them by. */
function numbered(all: readonly Told[]): Told[] {
  const run = ++people;
  return all.map((one, n) => {
    const imdb = `tt${String(run * 1000 + n).padStart(8, '0')}`;
    return { ...one, film: { ...one.film, imdb } };
  });
}

describe('our own export, of anything', () => {
  const anything = told({ stars: steps(0, 100, 1), tag: line });

  it('is brought into a fresh account as it was, whatever is written in it, and twice is the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 4 }), async (all) => {
        const user = await addUser(store, `p${++people}`);
        await tell(all, user);
        const before = await toldBy(store, user.id);
        expect(await afterwards(user, 'halfstar')).toEqual(before);
        const { rows, verdicts } = await preview(
          store,
          user.id,
          'export.zip',
          await packed(user, 'halfstar'),
        );
        expect(verdicts).toMatchObject({ same: rows - verdicts.aside, aside: verdicts.aside });
        await clear(user);
      }),
      { numRuns: RUNS },
    );
  });

  it('is brought to another service as it was, films and all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 4 }), async (all) => {
        const user = await addUser(store, `p${++people}`);
        await tell(all, user);
        const another = await emptyStore(now);
        try {
          const cleo = await addUser(another, 'cleo');
          const zip = await packed(user, 'halfstar');
          await apply(another, await preview(another, cleo.id, 'export.zip', zip));
          expect(await toldBy(another, cleo.id)).toEqual(await toldBy(store, user.id));
        } finally {
          await another.close();
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps the longest texts there can be, of which an emoji is one sign', async () => {
    const longest: Told = {
      film: { title: '🎬'.repeat(500), year: null, directors: ['🎥'.repeat(200)], imdb: null },
      rating: { stars: 0, note: '😀'.repeat(10_000), ratedAt: NOW - DAY },
      viewings: [
        {
          watchedOn: '2024-02-29',
          stars: 0.05,
          rewatch: true,
          tags: Array.from({ length: 50 }, (_, n) => `${n}|`.padEnd(50, '\\') + '👻'.repeat(50)),
          review: `"${'\n"😀'.repeat(16_000)}`,
          loggedAt: NOW - 2 * DAY,
        },
      ],
      watchlist: null,
      favourite: NOW,
    };
    await tell([longest], ana);
    expect(await afterwards(ana, 'halfstar')).toEqual(await toldBy(store, ana.id));
  });

  it('tells films of one name and year apart', async () => {
    const twin = (stars: number): Told => ({
      film: { title: 'Twins', year: 1988, directors: [], imdb: null },
      rating: { stars, note: null, ratedAt: NOW - DAY },
      viewings: [],
      watchlist: null,
      favourite: null,
    });
    await tell([twin(1), twin(5)], ana);
    const { ratings } = await afterwards(ana, 'halfstar');
    expect(ratings.map(({ stars }) => stars)).toEqual([1, 5]);
  });
});

/** Nobody finds more than a few imports waiting. */
async function clear({ id }: User): Promise<void> {
  const { items } = await store.imports.byUser(id, { limit: 50, after: null });
  for (const one of items as Import[]) await store.imports.remove(id, one.id);
}

const HALVES = steps(1, 10, 10);
/** Line ends of a table are its own. */
const inTable = (words: string | null) => words?.replaceAll('\r\n', '\n') ?? null;

describe('an export for another service, brought in again', () => {
  const wholesale = (arbitrary: fc.Arbitrary<Told>, check: (all: Told[]) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(fc.array(arbitrary, { minLength: 1, maxLength: 4 }), (all) =>
        check(numbered(all)),
      ),
      { numRuns: RUNS },
    );
  const round = async (all: Told[], format: ExportFormat) => {
    const user = await addUser(store, `q${++people}`);
    await tell(all, user);
    const before = await toldBy(store, user.id);
    return { before, after: await afterwards(user, format) };
  };

  it('has, for Letterboxd, stars, notes, viewings with day, rewatch, tags and review, and the watchlist', async () => {
    // Commas part tags there, and who gives stars at a viewing rates the film.
    const tag = line.map((one) => one.replaceAll(',', '').trim()).filter((one) => one !== '');
    const rated = told({ stars: HALVES, tag }).map((one): Told => {
      const viewings = one.viewings.filter(({ watchedOn }) => watchedOn !== null);
      return {
        ...one,
        viewings: one.rating ? viewings : viewings.map((seen) => ({ ...seen, stars: null })),
      };
    });
    await wholesale(rated, async (all) => {
      const { before, after } = await round(all, 'letterboxd');
      expect(after.ratings).toEqual(
        before.ratings.map((one) => ({ ...one, note: inTable(one.note), ratedAt: NOW })),
      );
      const logged = after.viewings.filter(({ watchedOn }) => watchedOn !== null);
      expect(ordered(logged)).toEqual(
        ordered(
          before.viewings.map((one) => ({ ...one, review: inTable(one.review), loggedAt: NOW })),
        ),
      );
      // Whatever is rated there is seen.
      const seen = new Set(after.viewings.map(({ film }) => film.ids.imdb));
      for (const { film } of before.ratings) expect(seen).toContain(film.ids.imdb);
      expect(after.watchlist.map(({ film }) => film)).toEqual(
        before.watchlist.map(({ film }) => film),
      );
    });
  });

  it('has, for Letterboxd, two viewings of one day also where a file of a thousand rows ends between them', async () => {
    const seen = (days: number[]): Told => ({
      film: { title: 'Again', year: 1999, directors: [], imdb: null },
      rating: null,
      viewings: days.map((n) => ({
        watchedOn: new Date(Date.UTC(2020, 0, n)).toISOString().slice(0, 10),
        ...{ stars: null, rewatch: true, tags: [], review: null, loggedAt: NOW },
      })),
      watchlist: null,
      favourite: null,
    });
    const days = Array.from({ length: 333 }, (_, n) => n);
    const all = numbered([seen([...days, 333, 333]), seen(days), seen(days)]);
    const { before, after } = await round(all, 'letterboxd');
    expect(before.viewings).toHaveLength(1001);
    expect(ordered(after.viewings)).toEqual(ordered(before.viewings));
  });

  it('has, for Trakt, stars and times, every viewing with a day, the watchlist and favourites', async () => {
    await wholesale(told({ stars: HALVES, tag: line }), async (all) => {
      const { before, after } = await round(all, 'trakt');
      expect(after.ratings).toEqual(before.ratings.map((one) => ({ ...one, note: null })));
      const days = (viewings: typeof after.viewings) =>
        viewings.map(({ film, watchedOn }) => `${film.ids.imdb} ${watchedOn}`).sort();
      const dated = before.viewings.filter(({ watchedOn }) => watchedOn !== null);
      expect(days(after.viewings)).toEqual(days(dated));
      expect(after.watchlist).toEqual(before.watchlist);
      expect(after.favourites).toEqual(before.favourites);
    });
  });

  it('has, for IMDb, stars and their day, and the watchlist', async () => {
    const dayOf = (at: number) => Math.floor(at / DAY) * DAY;
    await wholesale(told({ stars: HALVES, tag: line }), async (all) => {
      const { before, after } = await round(all, 'imdb');
      expect(after.ratings).toEqual(
        before.ratings.map((one) => ({ ...one, note: null, ratedAt: dayOf(one.ratedAt) })),
      );
      expect(after.watchlist).toEqual(
        before.watchlist.map((one) => ({ ...one, addedAt: dayOf(one.addedAt) })),
      );
    });
  });

  it('has, for MovieLens, stars to the step and the second they were given at', async () => {
    const recent = told({ stars: steps(10, 100, 1), tag: line }).map((one) => ({
      ...one,
      rating: one.rating && { ...one.rating, ratedAt: Math.abs(one.rating.ratedAt) % NOW },
    }));
    await wholesale(recent, async (all) => {
      const { before, after } = await round(all, 'movielens');
      expect(after.ratings).toEqual(
        before.ratings.map((one) => {
          const ratedAt = Math.floor(one.ratedAt / 1000) * 1000;
          return { ...one, note: null, ratedAt };
        }),
      );
    });
  });
});

function ordered<Row>(rows: readonly Row[]): Row[] {
  const key = (row: Row) => JSON.stringify(row);
  return [...rows].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
