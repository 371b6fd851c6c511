import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedOf } from '../support/chance.js';
import { ENGINE } from '../support/engine.js';
import {
  emptyModel,
  favouriteGenres,
  type Model,
  type ModelMovie,
  type ModelPerson,
  meanOf,
  type Put,
  releaseOf,
  sortedBy,
  tallyOf,
} from '../support/model.js';
import { recomputed } from '../support/recomputed.js';
import { type Service, type Someone, startService } from '../support/service.js';

/** With a server between, each step takes several times as long. */
const RUNS = ENGINE === 'sqlite' ? 80 : 25;
const MOST_STEPS = 70;
const SLOTS = [0, 1, 2] as const;
const SHELF = 6;

/** Facts that sort in many ways: whole dates, years alone, nothing at all, and ties. */
const FACTS: Omit<ModelMovie, 'id'>[] = [
  { title: 'Birch', year: 1999, releaseDate: '1999-03-31', genres: ['Drama', 'War'] },
  { title: 'Alder', year: 1999, releaseDate: null, genres: ['Drama'] },
  { title: 'Elm', year: null, releaseDate: null, genres: [] },
  { title: 'Cedar', year: 2010, releaseDate: '2010-07-16', genres: ['Comedy', 'Drama'] },
  { title: 'Dogwood', year: 2010, releaseDate: '2010-07-16', genres: ['War'] },
  { title: 'Fir', year: 1931, releaseDate: '1931-01-01', genres: ['Comedy', 'Romance'] },
];

type Step = { wait: number } & (
  | { do: 'put'; who: number; movie: number; put: Put; when?: 'absent' | 'present' }
  | { do: 'put-again' | 'remove' | 'favourite' | 'unfavourite'; who: number; movie: number }
  | { do: 'batch'; who: number; items: Item[]; again: boolean }
  | { do: 'off-the-scale'; who: number; movie: number; stars: unknown }
  | { do: 'privacy'; who: number; isPrivate: boolean }
  | { do: 'clear' | 'delete-account'; who: number }
  | { do: 'sync'; who: number; limit: number }
  | { do: 'delete-movie'; movie: number }
  | { do: 'publish' }
);
type Item = { movie: number } & ({ put: Put } | { remove: true } | { wrong: 'stars' | 'movie' });

const who = fc.nat(SLOTS.length - 1);
const movie = fc.nat(SHELF - 1);
const put: fc.Arbitrary<Put> = fc.record(
  {
    stars: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 5, 90, 100)).map(ofSteps),
    note: fc.constantFrom('good', ' good ', '', '   ', 'ünïcödé 🎬\nand lines'),
    // In the past, and now and then the same moment as another's.
    ratedAt: fc.constantFrom(0, 1, 86_400_000, 946_684_800_000, 1_600_000_000_000),
  },
  { requiredKeys: ['stars'] },
);
const item: fc.Arbitrary<Item> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ movie, put }) },
  { weight: 2, arbitrary: fc.record({ movie, remove: fc.constant(true as const) }) },
  { weight: 1, arbitrary: fc.record({ movie, wrong: fc.constantFrom('stars', 'movie') }) },
);
const wait = fc.constantFrom(0, 0, 1, 1000);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record(
      { do: fc.constant('put'), wait, who, movie, put, when: fc.constantFrom('absent', 'present') },
      { requiredKeys: ['do', 'wait', 'who', 'movie', 'put'] },
    ) as fc.Arbitrary<Step>,
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constantFrom('put-again', 'remove', 'favourite', 'favourite', 'unfavourite'),
      wait,
      who,
      movie,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('batch'),
      wait,
      who,
      items: fc.array(item, { minLength: 1, maxLength: 8 }),
      again: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('off-the-scale'),
      wait,
      who,
      movie,
      stars: fc.constantFrom<unknown>(99, -1, 5.05, 3.52, 1e-9, '5', null, -0.05),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('privacy'), wait, who, isPrivate: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('sync'),
      wait,
      who,
      limit: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('clear', 'delete-account'), wait, who }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete-movie'), wait, movie }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('publish'), wait }) },
);

let service: Service;
let admin: Someone;
/** How many were used: none is used twice. */
let keys = 0;
let clock = Date.parse('2026-03-14T20:15:00Z');

beforeAll(async () => {
  service = await startService({}, { films: 0, now: () => clock });
  admin = await service.signUp('admin');
});
afterAll(() => service.stop());

it('never differs from a simple model, whatever is done in whatever order', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: MOST_STEPS }), async (steps) => {
      const world = await newWorld(`r${run++}`);
      for (const one of steps) {
        clock += one.wait;
        await take(world, one);
      }
      await compare(world);
      await world.leave();
    }),
    { seed: seedOf('model'), numRuns: RUNS },
  );
}, 120_000);

type Actor = { someone: Someone; model: ModelPerson; synced: Copy };
/** What someone made of the changes up to one, and these changes themselves. */
type Copy = { after: number; stars: Map<number, number>; changes: unknown[] };
type World = {
  model: Model;
  shelf: ModelMovie[];
  gone: number[];
  /** Whoever is in the slot; who left signs up again under the same name. */
  actor(slot: number): Promise<Actor>;
  actors(): Actor[];
  empty(slot: number): void;
  addMovie(place: number): Promise<void>;
  leave(): Promise<void>;
};

/** People and movies of its own, so that no run is in the way of another. */
async function newWorld(name: string): Promise<World> {
  const model = emptyModel();
  const slots = new Map<number, Actor>();
  const world: World = {
    model,
    shelf: [],
    gone: [],
    async actor(slot) {
      const known = slots.get(slot);
      if (known !== undefined) return known;
      const someone = await service.signUp(`${name}-${slot}`);
      const person = model.addPerson(someone.id, someone.handle);
      const actor = { someone, model: person, synced: emptyCopy() };
      slots.set(slot, actor);
      return actor;
    },
    actors: () => [...slots.values()],
    empty: (slot) => void slots.delete(slot),
    async addMovie(place) {
      const facts = FACTS[place] as (typeof FACTS)[number];
      const { body, status } = await call('POST', 'movies', admin, facts);
      expect(status).toBe(201);
      const added = { id: body.id, ...facts };
      model.movies.set(added.id, added);
      world.shelf[place] = added;
    },
    async leave() {
      for (const { someone } of slots.values()) {
        expect((await call('DELETE', 'users/me', someone)).status).toBe(204);
      }
      for (const { id } of world.shelf) {
        expect(await scoreOf(id)).toMatchObject(tallyOf([]));
        expect((await call('DELETE', `movies/${id}`, admin)).status).toBe(204);
      }
    },
  };
  for (let place = 0; place < SHELF; place++) await world.addMovie(place);
  return world;
}

/** Does one step to the service and to the model, and compares what is answered at once. */
async function take(world: World, step: Step): Promise<void> {
  const { model } = world;
  if (step.do === 'delete-movie') {
    const { id } = movieAt(world, step.movie);
    expect((await call('DELETE', `movies/${id}`, admin)).status).toBe(204);
    model.removeMovie(id, clock);
    world.gone.push(id);
    await world.addMovie(step.movie);
    return;
  }
  if (step.do === 'publish') return service.jobs.publishNow();
  const actor = await world.actor(step.who);
  const { someone, model: person } = actor;
  switch (step.do) {
    case 'put-again':
    case 'put': {
      const last = step.do === 'put-again' ? [...person.ratings.keys()].at(-1) : undefined;
      const id = last ?? movieAt(world, step.movie).id;
      const rated = person.ratings.has(id);
      const { stars = 2.5, note = null } = person.ratings.get(id) ?? {};
      const { put, when } =
        step.do === 'put' ? step : { put: { stars, note: note ?? undefined }, when: undefined };
      const answer = await service.call('PUT', `users/me/ratings/${id}`, {
        token: someone.token,
        body: wire(put),
        headers: {
          ...(when === 'absent' && { 'if-none-match': '*' }),
          ...(when === 'present' && { 'if-match': '*' }),
        },
      });
      if ((when === 'absent' && rated) || (when === 'present' && !rated)) {
        expect(answer).toMatchObject({
          status: 412,
          body: { type: '/problems/precondition-failed' },
        });
        return;
      }
      const isNew = model.put(person, id, put, clock);
      expect(answer.status).toBe(isNew ? 201 : 200);
      expect(answer.body.rating).toEqual(ratingBody(person, id));
      expectTally(answer.body.tally, starsOf(model, id));
      return;
    }
    case 'remove': {
      const { id } = movieAt(world, step.movie);
      const answer = await call('DELETE', `users/me/ratings/${id}`, someone);
      model.remove(person, id, clock);
      expect(answer.status).toBe(204);
      return expectTally(await scoreOf(id), starsOf(model, id));
    }
    case 'favourite': {
      const { id } = movieAt(world, step.movie);
      const answer = await call('PUT', `users/me/favourites/${id}`, someone);
      expect(answer.status).toBe(person.favourites.has(id) ? 204 : 201);
      if (!person.favourites.has(id)) person.favourites.set(id, clock);
      return;
    }
    case 'unfavourite': {
      const { id } = movieAt(world, step.movie);
      const answer = await call('DELETE', `users/me/favourites/${id}`, someone);
      expect(answer.status).toBe(204);
      person.favourites.delete(id);
      return;
    }
    case 'batch':
      return takeBatch(world, actor, step.items, step.again);
    case 'off-the-scale': {
      const { id } = movieAt(world, step.movie);
      const body = { stars: step.stars };
      const answer = await call('PUT', `users/me/ratings/${id}`, someone, body);
      expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid' } });
      return;
    }
    case 'privacy': {
      const body = { privacy: step.isPrivate ? 'private' : 'public' };
      const answer = await call('PATCH', 'users/me', someone, body);
      expect(answer).toMatchObject({ status: 200, body });
      person.isPrivate = step.isPrivate;
      return;
    }
    case 'clear': {
      const answer = await call('DELETE', `users/${someone.id}/favourites`, admin);
      expect(answer).toMatchObject({ status: 200, body: { removed: person.favourites.size } });
      person.favourites.clear();
      return;
    }
    case 'delete-account': {
      expect((await call('DELETE', 'users/me', someone)).status).toBe(204);
      expect((await call('GET', 'users/me', someone)).status).toBe(401);
      expect((await call('GET', `users/${someone.handle}`, admin)).status).toBe(404);
      model.people.delete(person.id);
      world.empty(step.who);
      return;
    }
    case 'sync':
      return sync(actor, step.limit, false);
  }
}

async function takeBatch(world: World, actor: Actor, items: Item[], again: boolean): Promise<void> {
  const { someone, model: person } = actor;
  const expected: number[] = [];
  const idOf = (one: Item) => ('wrong' in one ? 0 : movieAt(world, one.movie).id);
  // It is applied in the order of its movies.
  const inOrder = items
    .map((one, place) => ({ one, place }))
    .sort((some, other) => idOf(some.one) - idOf(other.one));
  for (const { one, place } of inOrder) {
    if ('wrong' in one) expected[place] = one.wrong === 'stars' ? 400 : 404;
    else if ('put' in one)
      expected[place] = world.model.put(person, idOf(one), one.put, clock) ? 201 : 200;
    else {
      world.model.remove(person, idOf(one), clock);
      expected[place] = 204;
    }
  }
  const body = {
    items: items.map((one) => {
      const { id } = movieAt(world, one.movie);
      if ('put' in one) return { movie: id, ...wire(one.put) };
      if ('remove' in one) return { movie: id, remove: true };
      return one.wrong === 'stars' ? { movie: id, stars: 3.52 } : { movie: 999_999_999, stars: 1 };
    }),
  };
  keys++;
  const send = () =>
    service.call('POST', 'users/me/ratings/batch', {
      token: someone.token,
      body,
      headers: again ? { 'idempotency-key': `key-${keys}` } : {},
    });
  const answer = await send();
  expect(answer.status).toBe(200);
  expect(answer.body.results.map(({ status }: { status: number }) => status)).toEqual(expected);
  if (!again) return;
  const repeated = await send();
  expect(repeated.headers['idempotency-replayed']).toBe('true');
  expect(repeated.body).toEqual(answer.body);
}

/** Takes the next changes, or all that are left, into a copy of one's stars. */
async function sync({ someone, synced }: Actor, limit: number, toTheEnd: boolean): Promise<void> {
  do {
    const { body } = await call(
      'GET',
      `users/me/changes?after=${synced.after}&limit=${limit}`,
      someone,
    );
    synced.changes.push(...body.items);
    for (const { movieId, stars, removed } of body.items) {
      if (removed) synced.stars.delete(movieId);
      else synced.stars.set(movieId, stars);
    }
    synced.after = body.nextAfter;
    if (!body.hasMore) return;
  } while (toTheEnd);
}

async function compare(world: World): Promise<void> {
  await service.jobs.publishNow();
  for (const shelved of world.shelf) await compareMovie(world, shelved);
  for (const id of world.gone) {
    expect((await call('GET', `movies/${id}`, admin)).status).toBe(404);
  }
  for (const actor of world.actors()) {
    await compareProfile(world, actor);
    await compareRatings(world, actor);
    await compareFavourites(world, actor);
    await compareFeed(actor);
    await comparePrivacy(world, actor);
  }
  expect((await service.store.recount.differences()).differences).toEqual([]);
}

async function compareMovie({ model }: World, { id }: ModelMovie): Promise<void> {
  const stars = starsOf(model, id);
  const explained = await scoreOf(id);
  expectTally(explained, stars);
  const { body } = await call('GET', `movies/${id}`);
  if (stars.length === 0) expect(body.score).toBeNull();
  else {
    expect(body.score.count).toBe(stars.length);
    expect(body.score.mean).toBeCloseTo(meanOf(stars) ?? 0, 10);
    expect(body.score.stars).toBe(explained.stars);
    expect(recomputed(explained)).toBeCloseTo(explained.stars, 9);
  }
  const open = model.ratingsOf(id).filter(({ person }) => !person.isPrivate);
  open.sort((a, b) => b.rating.ratedAt - a.rating.ratedAt || a.person.id - b.person.id);
  const listed = await pages(`movies/${id}/ratings?limit=2`);
  expect(listed.map(({ user, ...rating }) => [user.handle, rating])).toEqual(
    open.map(({ person }) => [person.handle, ratingBody(person, id)]),
  );
}

async function compareProfile(world: World, { someone, model: person }: Actor): Promise<void> {
  const { body } = await call('GET', 'users/me', someone);
  expectTally(
    { count: body.counts.ratings, ...body },
    [...person.ratings.values()].map(({ stars }) => stars),
  );
  expect(body.counts).toMatchObject({
    ratings: person.ratings.size,
    favourites: person.favourites.size,
  });
  const genres = favouriteGenres(ratedBy(world, person));
  expect(body.favouriteGenres).toEqual(
    genres.map((genre) => ({ ...genre, mean: expect.closeTo(genre.mean ?? 0, 10) })),
  );
}

async function compareRatings(world: World, { someone, model: person }: Actor): Promise<void> {
  const mine = ratedBy(world, person);
  for (const sort of ['-ratedAt', 'stars', '-stars,title', 'releaseDate', '-releaseDate,-stars']) {
    const listed = await pages(`users/me/ratings?limit=2&sort=${sort}`, someone);
    const expected = sortedBy(mine, sort, ({ movie, rating }, key) => {
      if (key === 'ratedAt') return rating.ratedAt;
      if (key === 'stars') return rating.stars;
      return key === 'title' ? movie.title : releaseOf(movie);
    });
    expect(
      listed.map(({ movie, stars, note }) => [movie.title, movie.id, stars, note]),
      sort,
    ).toEqual(
      expected.map(({ movie, rating }) => [movie.title, movie.id, rating.stars, rating.note]),
    );
  }
  for (const { id } of world.shelf) {
    const { body, status } = await call('GET', `users/me/ratings/${id}`, someone);
    if (person.ratings.has(id)) expect(body).toEqual(ratingBody(person, id));
    else expect([status, body.type]).toEqual([404, '/problems/rating-not-found']);
    const history = await call('GET', `users/me/ratings/${id}/history`, someone);
    expect(history.body.items).toEqual(
      person.events
        .filter(({ movieId }) => movieId === id)
        .map(({ stars, note, at }) => ({ stars, note, at: time(at) })),
    );
  }
}

async function compareFavourites(world: World, { someone, model: person }: Actor): Promise<void> {
  const mine = world.shelf.flatMap((movie) => {
    const addedAt = person.favourites.get(movie.id);
    const stars = person.ratings.get(movie.id)?.stars ?? null;
    return addedAt === undefined ? [] : { movie, addedAt, stars };
  });
  for (const sort of ['-addedAt', 'stars', '-stars', '-releaseDate,-stars', 'releaseDate,stars']) {
    const listed = await pages(`users/me/favourites?limit=2&sort=${sort}`, someone);
    const expected = sortedBy(mine, sort, ({ movie, addedAt, stars }, key) => {
      if (key === 'addedAt') return addedAt;
      return key === 'stars' ? stars : releaseOf(movie);
    });
    expect(
      listed.map(({ movie, stars, addedAt }) => [movie.title, stars, addedAt]),
      sort,
    ).toEqual(expected.map(({ movie, stars, addedAt }) => [movie.title, stars, time(addedAt)]));
  }
}

/** Who followed all along and who begins only now arrive at the same. */
async function compareFeed(actor: Actor): Promise<void> {
  const stars = new Map([...actor.model.ratings].map(([id, rating]) => [id, rating.stars]));
  await sync(actor, 4, true);
  const late = { ...actor, synced: emptyCopy() };
  await sync(late, 100, true);
  for (const { synced } of [actor, late]) {
    expect(byId(synced.stars)).toEqual(byId(stars));
    expect(synced.changes).toEqual(
      actor.model.events.map(({ movieId, stars, at }) => ({
        movieId,
        stars,
        removed: stars === null,
        at: time(at),
      })),
    );
  }
}

function emptyCopy(): Copy {
  return { after: 0, stars: new Map(), changes: [] };
}

async function comparePrivacy(world: World, { someone, model: person }: Actor): Promise<void> {
  const other = world.actors().find((actor) => actor.someone.id !== someone.id)?.someone;
  const [movieId] = person.ratings.keys();
  const paths = ['', '/ratings', '/favourites', ...(movieId ? [`/ratings/${movieId}`] : [])];
  for (const path of paths) {
    const of = `users/${someone.handle}${path}`;
    for (const viewer of [undefined, other]) {
      const { status } = await call('GET', of, viewer);
      expect([of, status]).toEqual([of, person.isPrivate ? 404 : 200]);
    }
    for (const viewer of [someone, admin]) expect((await call('GET', of, viewer)).status).toBe(200);
  }
}

function call(method: string, path: string, viewer?: Someone, body?: unknown) {
  return service.call(method, path, { token: viewer?.token, body });
}

/** All items of a list, page by page; its total is their number on every page. */
async function pages(path: string, viewer?: Someone) {
  const items = [];
  let cursor = '';
  for (;;) {
    const { body, status } = await call('GET', path + cursor, viewer);
    expect(status).toBe(200);
    items.push(...body.items);
    if (body.nextCursor === null) {
      expect(body.total).toBe(items.length);
      return items;
    }
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
}

async function scoreOf(movieId: number) {
  return (await call('GET', `movies/${movieId}/score`)).body;
}

function movieAt({ shelf }: World, place: number): ModelMovie {
  return shelf[place] as ModelMovie;
}

function starsOf(model: Model, movieId: number): number[] {
  return model.ratingsOf(movieId).map(({ rating }) => rating.stars);
}

function ratedBy({ model }: World, { ratings }: ModelPerson) {
  return [...ratings].map(([id, rating]) => ({
    movie: model.movies.get(id) as ModelMovie,
    rating,
  }));
}

function expectTally(actual: unknown, stars: number[]): void {
  const { count, mean, histogram } = tallyOf(stars);
  const close = mean === null ? null : expect.closeTo(mean, 10);
  expect(actual).toMatchObject({ count, mean: close, histogram });
}

function ratingBody({ id, ratings }: ModelPerson, movieId: number) {
  const { stars, note, ratedAt, updatedAt } = ratings.get(movieId) ?? expect.fail('not rated');
  const times = { ratedAt: time(ratedAt), updatedAt: time(updatedAt) };
  return { movieId, userId: id, stars, note, ...times };
}

function wire({ stars, note, ratedAt }: Put) {
  return { stars, note, ratedAt: ratedAt === undefined ? undefined : time(ratedAt) };
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}

function ofSteps(steps: number): number {
  return steps / 20;
}

function byId(stars: Map<number, number>): [number, number][] {
  return [...stars].sort(([a], [b]) => a - b);
}
