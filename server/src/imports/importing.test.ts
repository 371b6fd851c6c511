import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { everything } from '../../test/support/everything.js';
import { refusalOf } from '../../test/support/refusal.js';
import { ALL, addMovie, addUser, addViewing, NOW, rate } from '../../test/support/some.js';
import { aClue, anUpload, aRating, aViewing } from '../../test/support/some-rows.js';
import { mergeMovies } from '../movies/merge-movies.js';
import type { Movie, MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import { parseStars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';
import type { Upload } from './entry.js';
import { fixRow } from './fix-row.js';
import type { ConflictPolicy, Import, ImportId } from './import.js';
import { receiveUpload } from './receive-upload.js';
import { applyImport, forgetImport, setConflicts, setScales, undoImport } from './steer.js';
import { importWork, isWorking } from './work.js';

const DAY = 24 * 60 * 60_000;
let store: Store;
let ana: UserId;
let alien: Movie;
let brazil: Movie;
let clock: number;
const now = () => clock;

beforeEach(async () => {
  clock = NOW;
  store = await emptyStore(now);
  ana = (await addUser(store, 'ana')).id;
  alien = await addMovie(store, { title: 'Alien', year: 1979, ids: idsOf('tt0078748') });
  brazil = await addMovie(store, { title: 'Brazil', year: 1985, ids: idsOf('tt0088846') });
});
afterEach(() => store.close());

function idsOf(imdb: string | null) {
  return { imdb, tmdb: null, wikidata: null };
}
const ALIEN = aClue({ title: 'Alien', year: 1979, ids: idsOf('tt0078748') });
const BRAZIL = aClue({ title: 'Brazil', year: 1985 });
const UNKNOWN = aClue({
  title: 'Nobody Knows This One',
  year: 2011,
  directors: ['Ágnes Unheard'],
  genres: ['Mumblecore'],
});

async function bring(upload: Upload): Promise<Import> {
  const told = { userId: ana, name: 'mine.zip', upload };
  const { id } = await receiveUpload({ store, now, pause: async () => {} }, told);
  return settled(id);
}

/** Works in small slices, and begins anew now and then, as another process would. */
async function settled(id: ImportId, atMost = 2): Promise<Import> {
  for (let slices = 0; ; slices++) {
    const one = await find(id);
    if (!isWorking(one)) return one;
    if (slices > 5000) throw new Error(`it is ${one.state} still`);
    await importWork({ store, outside: null, now }).goOn(one, atMost);
  }
}

async function find(id: ImportId): Promise<Import> {
  const found = await store.imports.find(ana, id);
  if (found === null) throw new Error('there is no such import');
  return found;
}

const whose = (id: ImportId) => ({ userId: ana, id });

async function apply(id: ImportId, policy: ConflictPolicy = 'mine'): Promise<Import> {
  await setConflicts({ store, now }, whose(id), policy);
  await applyImport({ store, now }, whose(id));
  return settled(id);
}

async function undo(id: ImportId): Promise<Import> {
  await undoImport({ store, now }, whose(id));
  return settled(id);
}

const rowsOf = async (id: ImportId) => (await store.importRows.list(id, undefined, ALL)).items;
const verdictsOf = async (id: ImportId) => (await rowsOf(id)).map(({ verdict }) => verdict);
const historyOf = async (id: MovieId) => (await store.histories.read(ana, [id])).get(id);

const HISTORY = () =>
  anUpload({
    'diary.csv': [
      [ALIEN, aViewing('2020-05-01', { score: 4.5, tags: ['cinema'], entry: 'a' })],
      [ALIEN, aViewing('2021-05-01', { rewatch: true, entry: 'b' })],
      [UNKNOWN, aViewing('2021-06-01')],
    ],
    'reviews.csv': [[ALIEN, aViewing('2020-05-01', { score: 4.5, review: 'Loud.', entry: 'a' })]],
    'ratings.csv': [
      [ALIEN, aRating(4.5, { ratedAt: NOW - 900 * DAY, note: 'Still loud.' })],
      [BRAZIL, aRating(0.5)],
      [UNKNOWN, aRating(3)],
      'tv',
    ],
    'watched.csv': [
      [ALIEN, aViewing(null)],
      [BRAZIL, aViewing(null)],
    ],
    'watchlist.csv': [[BRAZIL, { kind: 'watchlist', addedAt: NOW - DAY }]],
    'likes.csv': [[ALIEN, { kind: 'favourite', addedAt: null }]],
  });

describe('an import', () => {
  it('says what it would do, row by row, and does nothing yet', async () => {
    const before = await everything(store, ana);
    const one = await bring(HISTORY());
    expect(one).toMatchObject({ state: 'ready', rows: 12 });
    expect(one.verdicts).toEqual({
      new: 9,
      same: 1,
      changed: 1,
      conflict: 0,
      unmatched: 0,
      aside: 1,
    });
    expect(await everything(store, ana)).toEqual(before);
  });

  it('does it: ratings with their dates, every viewing once, lists, and films that were unknown', async () => {
    const one = await bring(HISTORY());
    expect(await apply(one.id)).toMatchObject({ state: 'applied', verdicts: one.verdicts });
    expect(await historyOf(alien.id)).toMatchObject({
      rating: { stars: 90, note: 'Still loud.', ratedAt: NOW - 900 * DAY, updatedAt: NOW },
      viewings: [
        { watchedOn: '2020-05-01', stars: 90, review: 'Loud.', tags: ['cinema'], rewatch: false },
        { watchedOn: '2021-05-01', stars: null, rewatch: true },
      ],
      favourite: NOW,
    });
    expect(await historyOf(brazil.id)).toMatchObject({
      rating: { stars: 10, ratedAt: NOW },
      viewings: [{ watchedOn: null }],
      watchlist: NOW - DAY,
    });
    const [made] = await store.movies.namesakes('Nobody Knows This One');
    expect(made).toMatchObject({ year: 2011, genres: ['Mumblecore'], createdBy: ana });
    expect(await historyOf(made!.id)).toMatchObject({ rating: { stars: 60 } });
    expect((await store.recount.differences()).differences).toEqual([]);
    expect((await store.ratings.tallyOf(alien.id)).count).toBe(1);
  });

  it('is all the same when it is brought again, and changes nothing', async () => {
    await apply((await bring(HISTORY())).id);
    const before = await everything(store, ana);
    const revision = (await store.ratings.changes(ana, 0, 100)).length;
    clock += DAY;
    const again = await bring(HISTORY());
    expect(again.verdicts).toMatchObject({ same: 11, aside: 1, new: 0, changed: 0, conflict: 0 });
    expect((await apply(again.id, 'theirs')).outcomes).toMatchObject({ taken: 0 });
    expect(await everything(store, ana)).toEqual(before);
    expect(await store.ratings.changes(ana, 0, 100)).toHaveLength(revision);
  });

  it('is undone exactly, on top of what there was', async () => {
    await rate(store, ana, alien.id, { stars: 2, note: 'Too loud.', ratedAt: NOW - 5 * DAY });
    await addViewing(store, ana, alien.id, { watchedOn: '2020-05-01' });
    await addViewing(store, ana, brazil.id, { watchedOn: null });
    await store.watchlist.add(ana, alien.id, NOW);
    clock += DAY;
    const before = await everything(store, ana);
    const one = await bring(HISTORY());
    await apply(one.id, 'theirs');
    expect(await everything(store, ana)).not.toEqual(before);
    clock += DAY;
    expect(await undo(one.id)).toMatchObject({ state: 'undone', kept: 0 });
    expect(await everything(store, ana)).toEqual(before);
    expect((await store.recount.differences()).differences).toEqual([]);
    expect(await store.movies.namesakes('Nobody Knows This One')).toEqual([]);
  });

  it('leaves what was changed since as it is, when it is undone', async () => {
    const one = await bring(HISTORY());
    await apply(one.id);
    await rate(store, ana, alien.id, { stars: 1, now: NOW + DAY });
    const [made] = await store.movies.namesakes('Nobody Knows This One');
    const ben = (await addUser(store, 'ben')).id;
    await rate(store, ben, made!.id, { stars: 5 });
    expect(await undo(one.id)).toMatchObject({ kept: 1 });
    expect(await historyOf(alien.id)).toMatchObject({ rating: { stars: 20 }, viewings: [] });
    expect(await historyOf(made!.id)).toMatchObject({ rating: null, viewings: [] });
    expect((await store.recount.differences()).differences).toEqual([]);
  });

  it('is undone also before it is all applied', async () => {
    const before = await everything(store, ana);
    const one = await bring(HISTORY());
    await applyImport({ store, now }, whose(one.id));
    const work = importWork({ store, outside: null, now });
    for (let slices = 0; slices < 3; slices++) await work.goOn(await find(one.id), 1);
    expect(await find(one.id)).toMatchObject({ state: 'applying' });
    expect(await everything(store, ana)).not.toEqual(before);
    await undo(one.id);
    expect(await everything(store, ana)).toEqual(before);
  });

  it('is done once where two do the same slice', async () => {
    const one = await bring(HISTORY());
    await applyImport({ store, now }, whose(one.id));
    const stale = await find(one.id);
    const work = importWork({ store, outside: null, now });
    await Promise.all([work.goOn(stale, 3), work.goOn(stale, 3), work.goOn(stale, 3)]);
    await settled(one.id);
    expect((await historyOf(alien.id))?.viewings).toHaveLength(2);
    expect((await find(one.id)).outcomes).toMatchObject({ taken: 10 });
  });
});

describe('a conflict', () => {
  const MINE = NOW - 100 * DAY;
  beforeEach(() => rate(store, ana, alien.id, { stars: 2, ratedAt: MINE }));

  it.each([
    ['mine', MINE + DAY, 40, 'kept'],
    ['theirs', MINE - DAY, 90, 'taken'],
    ['newest', MINE - DAY, 40, 'kept'],
    ['newest', MINE + DAY, 90, 'taken'],
    ['newest', null, 40, 'kept'],
  ] as const)('is decided for %s, theirs of %s', async (policy, ratedAt, stars, outcome) => {
    const one = await bring(anUpload({ r: [[ALIEN, aRating(4.5, { ratedAt })]] }));
    expect(one.verdicts).toMatchObject({ conflict: 1 });
    await apply(one.id, policy);
    expect(await historyOf(alien.id)).toMatchObject({ rating: { stars } });
    expect(await rowsOf(one.id)).toMatchObject([{ verdict: 'conflict', outcome }]);
  });

  it('is what another telling of the same history is, where it differs', async () => {
    const other = anUpload(
      {
        i: [
          [ALIEN, aRating(4)],
          [BRAZIL, aRating(8)],
        ],
      },
      'imdb',
    );
    const one = await bring(other);
    expect(await verdictsOf(one.id)).toEqual(['same', 'new']);
  });
});

describe('ratings of one film in one upload', () => {
  it('come to the one given last', async () => {
    const one = await bring(
      anUpload({
        a: [
          [ALIEN, aRating(1, { ratedAt: NOW - 3 * DAY })],
          [ALIEN, aRating(5, { ratedAt: NOW - DAY })],
          [ALIEN, aRating(2, { ratedAt: NOW - 2 * DAY })],
        ],
      }),
    );
    expect(await verdictsOf(one.id)).toEqual(['aside', 'new', 'aside']);
    await apply(one.id);
    expect(await historyOf(alien.id)).toMatchObject({ rating: { stars: 100 } });
  });
});

describe('viewings', () => {
  it('stay as many as a file tells of one day', async () => {
    const twice = () =>
      anUpload({
        a: [
          [ALIEN, aViewing('2020-01-01')],
          [ALIEN, aViewing('2020-01-01')],
        ],
      });
    await apply((await bring(twice())).id);
    expect((await historyOf(alien.id))?.viewings).toHaveLength(2);
    const again = await bring(twice());
    expect(await verdictsOf(again.id)).toEqual(['same', 'same']);
  });

  it('get their day where it was not known', async () => {
    await apply((await bring(anUpload({ a: [[ALIEN, aViewing(null)]] }))).id);
    const one = await bring(anUpload({ b: [[ALIEN, aViewing('2020-01-01')]] }));
    expect(await verdictsOf(one.id)).toEqual(['changed']);
    await apply(one.id);
    expect((await historyOf(alien.id))?.viewings).toMatchObject([{ watchedOn: '2020-01-01' }]);
    await undo(one.id);
    expect((await historyOf(alien.id))?.viewings).toMatchObject([{ watchedOn: null }]);
  });

  it('are told by their entry, whichever file has more of it', async () => {
    const one = await bring(
      anUpload({
        diary: [[ALIEN, aViewing('2020-01-01', { entry: 'x' })]],
        reviews: [[ALIEN, aViewing('2020-01-02', { entry: 'x', review: 'Loud.' })]],
      }),
    );
    await apply(one.id);
    expect((await historyOf(alien.id))?.viewings).toMatchObject([
      { watchedOn: '2020-01-01', review: 'Loud.' },
    ]);
  });
});

describe('viewings of one day', () => {
  const day = { watchedOn: '2022-02-01' };
  const first = { stars: 2, review: 'First of the day', tags: ['x'] };
  const second = { stars: 5, review: 'Second of the day', rewatch: true };
  const told = (more: object) => {
    const { stars, ...rest } = { stars: null, ...more } as { stars: number | null };
    return { ...aViewing(day.watchedOn), score: stars, ...rest };
  };

  it.each(['mine', 'theirs', 'newest'] as const)(
    'are each what they were, whichever of them a later file has (%s)',
    async (policy) => {
      const both = anUpload({
        a: [
          [ALIEN, told(first)],
          [ALIEN, told(second)],
        ],
      });
      await apply((await bring(both)).id);
      const before = (await historyOf(alien.id))?.viewings;
      expect(before).toHaveLength(2);
      const one = await bring(anUpload({ a: [[ALIEN, told(second)]] }));
      expect(one.verdicts).toMatchObject({ same: 1, conflict: 0, changed: 0 });
      await apply(one.id, policy);
      expect((await historyOf(alien.id))?.viewings).toEqual(before);
      // A file that has no more than stars and tags of the second.
      const bare = await bring(anUpload({ a: [[ALIEN, told({ stars: 5, rewatch: true })]] }));
      expect(bare.verdicts).toMatchObject({ same: 1 });
    },
  );

  it('are not mixed where mine is kept: neither rewatch nor tags of another', async () => {
    await apply((await bring(anUpload({ a: [[ALIEN, told(first)]] }))).id);
    const one = await bring(anUpload({ a: [[ALIEN, told({ ...second, tags: ['y'] })]] }));
    expect(one.verdicts).toMatchObject({ conflict: 1 });
    const before = (await historyOf(alien.id))?.viewings;
    await apply(one.id, 'mine');
    expect((await historyOf(alien.id))?.viewings).toEqual(before);
  });

  it('without a day are others where other words are said of them', async () => {
    const said = (review: string) => ({ ...aViewing(null), review });
    await apply((await bring(anUpload({ a: [[ALIEN, said('One')]] }))).id);
    const one = await bring(
      anUpload({
        a: [
          [ALIEN, said('Other')],
          [BRAZIL, said('Third')],
        ],
      }),
    );
    expect(one.verdicts).toMatchObject({ new: 2, conflict: 0 });
    await apply(one.id, 'theirs');
    expect((await historyOf(alien.id))?.viewings.map(({ review }) => review)).toEqual([
      'One',
      'Other',
    ]);
  });
});

describe('rows', () => {
  it('of a film that may be several are asked about, and decided for all of the same words', async () => {
    for (const director of ['One', 'Other']) {
      await addMovie(store, { title: 'Twins', year: 1988, directors: [{ name: director }] });
    }
    const TWINS = aClue({ title: 'Twins', year: 1988 });
    const one = await bring(
      anUpload({ a: [[TWINS, aRating(4)]], b: [[TWINS, aViewing('2020-01-01')]] }),
    );
    expect(one.verdicts).toMatchObject({ unmatched: 2 });
    const [row] = await rowsOf(one.id);
    const [candidate] = row!.candidates;
    expect(row!.candidates).toHaveLength(2);
    const place = row!.place;
    const { movieId } = candidate!;
    expect(await fixRow({ store, now }, { ...whose(one.id), place }, { movieId })).toMatchObject({
      verdict: 'new',
      chosen: true,
      movieId,
    });
    expect((await find(one.id)).verdicts).toMatchObject({ unmatched: 0, new: 2 });
    await apply(one.id);
    expect(await historyOf(movieId)).toMatchObject({
      rating: { stars: 80 },
      viewings: [{ watchedOn: '2020-01-01' }],
    });
  });

  it('can be left out, and taken again, and made a film of', async () => {
    const one = await bring(
      anUpload({
        a: [
          [ALIEN, aRating(4)],
          [BRAZIL, aRating(3)],
        ],
      }),
    );
    const fix = (decision: Parameters<typeof fixRow>[2]) =>
      fixRow({ store, now }, { ...whose(one.id), place: 1 }, decision);
    expect(await fix('skip')).toMatchObject({ verdict: 'aside', aside: { why: 'skipped' } });
    expect((await find(one.id)).verdicts).toMatchObject({ aside: 1, new: 1 });
    expect(await fix({ movieId: alien.id })).toMatchObject({ verdict: 'new', aside: null });
    expect((await find(one.id)).verdicts).toMatchObject({ aside: 0, new: 2 });
    expect(await fix('create')).toMatchObject({ movieId: null, verdict: 'new' });
    expect((await find(one.id)).verdicts).toMatchObject({ aside: 0, new: 2 });
  });

  it('beyond what anyone has of one film are set aside', async () => {
    const many = Array.from({ length: 510 }, () => [ALIEN, aViewing('2020-01-01')] as const);
    const upload = anUpload({ a: [...many, [BRAZIL, aRating(3)]] });
    const { id } = await receiveUpload(
      { store, now, pause: async () => {} },
      { userId: ana, name: 'many', upload },
    );
    const one = await settled(id, 40);
    expect(one.verdicts).toMatchObject({ new: 501, aside: 10 });
    await applyImport({ store, now }, whose(one.id));
    await settled(one.id, 40);
    expect((await historyOf(alien.id))?.viewings).toHaveLength(500);
  });

  it('are decided about for no more than are taken of one film, however many name it so', async () => {
    const BARE = aClue({ title: 'Nobody Knows When' });
    const many = Array.from({ length: 1200 }, () => [BARE, aViewing('2020-01-01')] as const);
    const { id } = await receiveUpload(
      { store, now, pause: async () => {} },
      { userId: ana, name: 'many', upload: anUpload({ a: many }) },
    );
    const before = await settled(id, 400);
    expect(before.verdicts).toMatchObject({ unmatched: 1200 });
    const fix = (place: number) =>
      fixRow({ store, now }, { ...whose(id), place }, { movieId: alien.id });
    expect(await fix(1)).toMatchObject({ verdict: 'new' });
    const after = await find(id);
    expect(after.verdicts).toMatchObject({ unmatched: 200, aside: 500 });
    expect(after.done).toBe(before.done);
    await fix(1);
    expect((await find(id)).verdicts).toMatchObject({ unmatched: 0, aside: 700 });
  });

  it('of two movies that are one by now are rows of one film', async () => {
    const uncut = await addMovie(store, { title: 'Alien Uncut', year: 1979 });
    const one = await bring(
      anUpload({
        a: [
          [ALIEN, aRating(4, { ratedAt: NOW - DAY })],
          [aClue({ title: 'Alien Uncut', year: 1979 }), aRating(3, { ratedAt: NOW - 2 * DAY })],
        ],
      }),
    );
    expect(one.verdicts).toMatchObject({ new: 2 });
    await mergeMovies({ movies: store.movies, now }, uncut, alien);
    await applyImport({ store, now }, whose(one.id));
    expect(await settled(one.id, 50)).toMatchObject({ state: 'applied', done: 2 });
    expect(await verdictsOf(one.id)).toEqual(['new', 'aside']);
    expect(await historyOf(alien.id)).toMatchObject({ rating: { stars: 80 } });
    expect((await store.recount.differences()).differences).toEqual([]);
    await undo(one.id);
    expect(await historyOf(alien.id)).toMatchObject({ rating: null });
  });

  it('of a movie that was removed meanwhile are asked about', async () => {
    const one = await bring(anUpload({ a: [[ALIEN, aRating(4)]] }));
    await store.movies.remove(alien.id, NOW);
    const applied = await apply(one.id);
    expect(applied).toMatchObject({ state: 'applied', verdicts: { unmatched: 1, new: 0 } });
  });
});

describe('scales', () => {
  it('are asked for where several fit, once per file', async () => {
    const upload = anUpload({ a: [[ALIEN, aRating(5)]] }, 'criticker');
    const one = await bring(upload);
    expect(one).toMatchObject({ state: 'asking', files: [{ scale: null }] });
    expect(one.files[0]?.scales.map(({ most }) => most)).toEqual([5, 10, 20, 100]);
    const wrong = () => setScales({ store, now }, whose(one.id), { a: 7 });
    expect(await refusalOf(wrong)).toMatchObject({ kind: 'invalid' });
    await setScales({ store, now }, whose(one.id), { a: 10 });
    expect((await settled(one.id)).verdicts).toMatchObject({ new: 1 });
    await apply(one.id);
    expect((await historyOf(alien.id))?.rating?.stars).toBe(parseStars(2.5));
  });

  it('can be set right before anything is applied', async () => {
    const one = await bring(anUpload({ a: [[ALIEN, aRating(5)]] }, 'criticker'));
    await rate(store, ana, alien.id, { stars: 2.5 });
    await setScales({ store, now }, whose(one.id), { a: 5 });
    expect((await settled(one.id)).verdicts).toMatchObject({ conflict: 1 });
    await setScales({ store, now }, whose(one.id), { a: 10 });
    expect((await settled(one.id)).verdicts).toMatchObject({ conflict: 0, same: 1 });
  });
});

describe('what is asked of an import', () => {
  it('is refused in another state, and where it is somebody else’s', async () => {
    const one = await bring(HISTORY());
    const needs = { store, now };
    const ben = { userId: (await addUser(store, 'ben')).id, id: one.id };
    expect(await refusalOf(() => undoImport(needs, whose(one.id)))).toMatchObject({
      kind: 'import-not-ready',
    });
    expect(await refusalOf(() => applyImport(needs, ben))).toEqual({
      kind: 'import-not-found',
    });
    await applyImport(needs, whose(one.id));
    expect(await refusalOf(() => forgetImport(needs, whose(one.id)))).toMatchObject({
      kind: 'import-not-ready',
    });
    expect(await refusalOf(() => applyImport(needs, whose(one.id)))).toMatchObject({
      kind: 'import-not-ready',
    });
    await settled(one.id);
    await forgetImport(needs, whose(one.id));
    expect(await store.imports.find(ana, one.id)).toBeNull();
    expect((await historyOf(alien.id))?.viewings).toHaveLength(2);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const upload = HISTORY();
    const { rows } = upload;
    const broken = (async function* () {
      for await (const some of rows) {
        yield some;
        throw new Error('broken off');
      }
    })();
    await expect(bring({ ...upload, rows: broken })).rejects.toThrow('broken off');
    expect((await store.imports.byUser(ana, ALL)).total).toBe(0);
  });
});
