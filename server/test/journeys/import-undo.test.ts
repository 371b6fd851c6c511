import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Upload } from '../../src/imports/entry.js';
import { fixRow } from '../../src/imports/fix-row.js';
import {
  CONFLICT_POLICIES,
  type ConflictPolicy,
  type Import,
  type ImportId,
} from '../../src/imports/import.js';
import { receiveUpload } from '../../src/imports/receive-upload.js';
import { applyImport, forgetImport, setConflicts, undoImport } from '../../src/imports/steer.js';
import { importWork, isWorking } from '../../src/imports/work.js';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { UserId } from '../../src/users/user.js';
import { emptyDatabase, type OwnDatabase } from '../support/database.js';
import { type EveryRow, everyRow } from '../support/every-row.js';
import { cleanUp } from '../support/process.js';
import { publishAll } from '../support/publish.js';
import { addMovie, addUser, addViewing, NOW, rate } from '../support/some.js';
import { aClue, anUpload, aRating, aViewing } from '../support/some-rows.js';

const DAY = 24 * 60 * 60_000;

let database: OwnDatabase;
let store: Store;
let ana: UserId;
let films: Record<'alien' | 'brazil' | 'charade' | 'diva' | 'elf', Movie>;
let clock: number;
const now = () => clock;

beforeEach(async () => {
  clock = NOW;
  database = await emptyDatabase();
  store = await database.open();
  ana = (await addUser(store, 'ana')).id;
  films = {
    alien: await addMovie(store, { title: 'Alien', year: 1979, genres: ['Horror'] }),
    brazil: await addMovie(store, { title: 'Brazil', year: 1985 }),
    charade: await addMovie(store, { title: 'Charade', year: 1963 }),
    diva: await addMovie(store, { title: 'Diva', year: 1981 }),
    elf: await addMovie(store, { title: 'Elf', year: 2003 }),
  };
  for (const director of ['One', 'Other']) {
    await addMovie(store, { title: 'Twins', year: 1988, directors: [{ name: director }] });
  }
  await rate(store, (await addUser(store, 'ben')).id, films.alien.id, { stars: 4 });
  await fill();
  return () => store.close();
});
afterAll(cleanUp);

/** What Ana has before she imports anything: some of it is what the import says, some is not. */
async function fill(): Promise<void> {
  const { alien, brazil, charade, diva } = films;
  await rate(store, ana, alien.id, { stars: 2, note: 'Too loud.', ratedAt: NOW - 5 * DAY });
  await rate(store, ana, alien.id, { stars: 2.5, note: 'Too loud.', ratedAt: NOW - 5 * DAY });
  await rate(store, ana, charade.id, { stars: 4, ratedAt: NOW - 9 * DAY });
  await addViewing(store, ana, alien.id, {
    watchedOn: '2020-05-01',
    stars: parseStars(1),
    review: 'Mine.',
    tags: ['cinema'],
  });
  await addViewing(store, ana, brazil.id, { watchedOn: null });
  await addViewing(store, ana, diva.id, { watchedOn: '2019-01-01', rewatch: true });
  await store.watchlist.add(ana, alien.id, NOW - DAY);
  await store.favourites.add(ana, charade.id, NOW - DAY);
}

const clue = ({ title, year }: Movie) => aClue({ title, year });
const NEW_FILM = aClue({
  title: 'Nobody Knows This One',
  year: 2011,
  directors: ['Ágnes Unheard'],
  genres: ['Mumblecore', 'Horror'],
  ids: { imdb: 'tt9999999', tmdb: null, wikidata: null },
});
const TWINS = aClue({ title: 'Twins', year: 1988 });

/** Everything that a row can do to what somebody has. */
function everyKind(): Upload {
  const [ALIEN, BRAZIL] = [clue(films.alien), clue(films.brazil)];
  const [CHARADE, DIVA, ELF] = [clue(films.charade), clue(films.diva), clue(films.elf)];
  const seen = { score: 4.5, tags: ['imax'], review: 'Theirs.', loggedAt: NOW - DAY };
  return anUpload({
    'diary.csv': [
      // The same day with other stars and words, then again, and the day of what had none.
      [ALIEN, aViewing('2020-05-01', { ...seen, entry: 'a' })],
      [ALIEN, aViewing('2021-05-01', { rewatch: true, entry: 'b' })],
      [ALIEN, aViewing('2021-05-01', { rewatch: true, entry: 'c' })],
      [BRAZIL, aViewing('2018-03-03', { entry: 'd' })],
      [DIVA, aViewing('2019-01-01', { tags: ['new tag'], entry: 'e' })],
      [NEW_FILM, aViewing('2021-06-01', { review: '=1+1' })],
    ],
    'ratings.csv': [
      // Newer and older than mine, one without a time, the same with words of its own, and new ones.
      [ALIEN, aRating(4.5, { ratedAt: NOW - 2 * DAY, note: 'Not loud at all.' })],
      [CHARADE, aRating(4, { ratedAt: NOW - 9 * DAY, note: 'Said nothing yet.' })],
      [BRAZIL, aRating(0.5)],
      [NEW_FILM, aRating(3, { ratedAt: NOW - 900 * DAY })],
      [TWINS, aRating(1.5)],
      'tv',
    ],
    'watchlist.csv': [
      [ALIEN, { kind: 'watchlist', addedAt: NOW - 3 * DAY }],
      [ELF, { kind: 'watchlist', addedAt: NOW - 3 * DAY }],
      [NEW_FILM, { kind: 'watchlist', addedAt: null }],
    ],
    'likes.csv': [
      [CHARADE, { kind: 'favourite', addedAt: null }],
      [ELF, { kind: 'favourite', addedAt: NOW - 3 * DAY }],
    ],
  });
}

/** Writes over what `everyKind` left, and adds to it. */
function muchOfItAgain(): Upload {
  const ALIEN = clue(films.alien);
  return anUpload({
    'diary.csv': [
      [ALIEN, aViewing('2020-05-01', { score: 2, review: 'Theirs, later.', entry: 'a' })],
      [ALIEN, aViewing('2021-05-01', { score: 3, entry: 'b' })],
      [ALIEN, aViewing('2022-05-01', { entry: 'z' })],
      [NEW_FILM, aViewing('2021-06-01', { tags: ['again'] })],
    ],
    'ratings.csv': [
      [ALIEN, aRating(0.5, { ratedAt: NOW - DAY })],
      [clue(films.brazil), aRating(5)],
      [clue(films.elf), aRating(5)],
      [NEW_FILM, aRating(4.5, { ratedAt: NOW - DAY })],
    ],
  });
}

const whose = (id: ImportId) => ({ userId: ana, id });

async function settled(id: ImportId): Promise<Import> {
  for (;;) {
    const one = (await store.imports.find(ana, id)) as Import;
    if (!isWorking(one)) return one;
    await importWork({ store, outside: null, now }).goOn(one, 3);
  }
}

/** Brings an upload in, with one of the two films that "Twins" may be, in the words of a policy. */
async function bringIn(upload: Upload, policy: ConflictPolicy): Promise<Import> {
  const needs = { store, now, pause: async () => {} };
  const { id } = await receiveUpload(needs, { userId: ana, name: 'mine.zip', upload });
  await settled(id);
  const { items } = await store.importRows.list(id, 'unmatched', { limit: 10, after: null });
  for (const { place, candidates } of items) {
    const movieId = candidates[0]?.movieId as Movie['id'];
    await fixRow({ store, now }, { ...whose(id), place }, { movieId });
  }
  await setConflicts({ store, now }, whose(id), policy);
  await applyImport({ store, now }, whose(id));
  return settled(id);
}

/** Takes an import back and forgets it, so that nothing tells of it any more. */
async function takeBack(id: ImportId): Promise<Import> {
  await undoImport({ store, now }, whose(id));
  const undone = await settled(id);
  await forgetImport({ store, now }, whose(id));
  return undone;
}

/** Columns that say how often and when something changed, which only goes up. */
const COUNTED: Record<string, string[]> = {
  // Of the user, and of the change that a rating is of: clients that ask for changes hear of all that came and went.
  users: ['revision', 'owed'],
  ratings: ['revision'],
  // Of a score that is the same, by whom and when it was worked out.
  scores: ['published_at', 'method'],
};
/** Tables that nothing is taken out of, and those of how scores came to be. */
const ASIDE = [
  // The feed of changes, which is the history of ratings too: an import and its undoing are part of it.
  'rating_events',
  // Words to correct misspelt ones from: one that no film has any more does no harm.
  'search_words',
  // Sums of what came and what went.
  'search_beginnings',
  // The last ids given: none is given twice.
  'sqlite_sequence',
  // When votes came and went, and what was published on which day.
  'vote_hours',
  'score_days',
  // What scores are worked out with, anew for each estimation; `scores` has what comes of it.
  'score_models',
  'rater_habits',
  'vote_sums',
];
/** On PostgreSQL a tally is the sum of parts, and one in which nothing is counted adds nothing. */
const EMPTY_PART = /"shard":[1-9]\d*,"count":0,/;

function comparable(rows: EveryRow): EveryRow {
  const kept = Object.entries(rows).filter(([table]) => !ASIDE.includes(table));
  return Object.fromEntries(
    kept.map(([table, lines]) => {
      const counted = COUNTED[table] ?? [];
      const telling = lines.filter((line) => table !== 'tallies' || !EMPTY_PART.test(line));
      return [table, telling.map((line) => without(line, counted)).sort()];
    }),
  );
}

function without(line: string, columns: readonly string[]): string {
  const row = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify(
    Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column))),
  );
}

describe('undoing an import', () => {
  it.each([
    ['older', 'newer'],
    ['newer', 'older'],
  ] as const)(
    'of two, the %s first, leaves every row of every table as it was',
    async (...order) => {
      const before = comparable(await everyRow(database));
      const ids = { older: 0 as ImportId, newer: 0 as ImportId };
      clock += DAY;
      ids.older = (await bringIn(everyKind(), 'theirs')).id;
      clock += DAY;
      ids.newer = (await bringIn(muchOfItAgain(), 'theirs')).id;
      clock += DAY;
      const { kept } = await takeBack(ids[order[0]]);
      const rating = await store.ratings.find(ana, films.alien.id);
      expect(rating?.stars).toBe(parseStars(order[0] === 'older' ? 0.5 : 4.5));
      expect(kept).toBe(order[0] === 'older' ? 3 : 0);
      expect(await takeBack(ids[order[1]])).toMatchObject({ state: 'undone', kept: 0 });
      expect(comparable(await everyRow(database))).toEqual(before);
      expect((await store.recount.differences()).differences).toEqual([]);
    },
  );

  it('keeps what its person has changed since, also under a newer one', async () => {
    const { alien } = films;
    const older = await bringIn(everyKind(), 'theirs');
    await rate(store, ana, alien.id, { stars: 3.5, now: NOW + DAY });
    clock += 2 * DAY;
    const newer = await bringIn(muchOfItAgain(), 'theirs');
    await takeBack(older.id);
    expect(await store.ratings.find(ana, alien.id)).toMatchObject({ stars: parseStars(0.5) });
    await takeBack(newer.id);
    expect(await store.ratings.find(ana, alien.id)).toMatchObject({ stars: parseStars(3.5) });
  });

  it.each(CONFLICT_POLICIES)(
    'leaves every row of every table as it was, conflicts decided for %s',
    async (policy) => {
      await publishAll(store, now);
      const before = comparable(await everyRow(database));
      clock += DAY;
      const { id, verdicts } = await bringIn(everyKind(), policy);
      for (const count of [verdicts.new, verdicts.changed, verdicts.conflict]) {
        expect(count).toBeGreaterThan(0);
      }
      expect(verdicts).toMatchObject({ unmatched: 0, aside: 1 });
      await publishAll(store, now);
      const between = comparable(await everyRow(database));
      for (const table of ['ratings', 'viewings', 'watchlist', 'favourites', 'movies', 'people']) {
        expect(between[table], table).not.toEqual(before[table]);
      }
      clock += DAY;
      expect(await takeBack(id)).toMatchObject({ state: 'undone', kept: 0 });
      await publishAll(store, now);
      expect(comparable(await everyRow(database))).toEqual(before);
      expect((await store.recount.differences()).differences).toEqual([]);
    },
  );

  it('adds to the feed of changes what was taken back, and takes nothing out of it', async () => {
    const { rating_events: before = [] } = await everyRow(database);
    await takeBack((await bringIn(everyKind(), 'theirs')).id);
    const { rating_events: after = [] } = await everyRow(database);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.length).toBeGreaterThan(before.length);
  });
});
