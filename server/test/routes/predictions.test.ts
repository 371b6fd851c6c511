import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovieId } from '../../src/movies/movie.js';
import { TRAINING_LEASE } from '../../src/prediction-job.js';
import type { UserId } from '../../src/users/user.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';
import { addMovie, addUser, NOW, rate } from '../support/some.js';

/** Of each kind; half of the people like the one and dislike the other. */
const FILMS = 20;
const PEOPLE = 40;

/** For whoever keeps the service from training by itself, which changes what is predicted in the middle of a test. */
const HOLDER = 'the test';

let clock = NOW;
let service: Service;
let root: Person;
let ana: Person;
const space: MovieId[] = [];
const love: MovieId[] = [];
/** What was predicted right before each first rating since the training, and what came. */
const outcomes: { predicted: number; came: number }[] = [];

beforeAll(async () => {
  service = await startService({}, { films: 0, now: () => clock });
  await holdTraining();
  root = await addPerson(service, 'root');
  for (let i = 0; i < FILMS; i++) {
    for (const [ids, name, genre] of [
      [space, 'Space', 'Science Fiction'],
      [love, 'Love', 'Romance'],
    ] as const) {
      const facts = { title: `${name} ${i}`, year: 1980 + i, genres: [genre] };
      ids.push((await addMovie(service.store, facts)).id);
    }
  }
  for (let p = 0; p < PEOPLE; p++) {
    const { id } = await addUser(service.store, `rater${p}`);
    const [liked, other] = p % 2 === 0 ? [space, love] : [love, space];
    for (let i = 0; i < FILMS; i++) {
      // Not everyone knows every film.
      if ((i + p) % 4 === 0) continue;
      await rate(service.store, id, liked[i]!, { stars: 5 - ((i * p) % 3) / 2, now: clock });
      if ((i + p) % 3 === 0) {
        await rate(service.store, id, other[i]!, { stars: 1 + ((i + p) % 2) / 2, now: clock });
      }
    }
  }
  ana = await addPerson(service, 'ana');
});
afterAll(() => service.stop());

async function holdTraining(): Promise<void> {
  const held = await service.store.leases.take(TRAINING_LEASE, HOLDER, clock, 24 * 3600 * 1000);
  expect(held).toBe(true);
}

async function train(): Promise<void> {
  await service.store.leases.release(TRAINING_LEASE, HOLDER);
  await service.predictions.trainNow();
  await holdTraining();
}

const as = ({ token }: Person, method: string, path: string, body?: unknown) =>
  service.call(method, path, { token, body });
const predicted = async (movie: number, person = ana) =>
  (await as(person, 'GET', `users/me/predictions/${movie}`)).body;

/** Rates as people do, one film after the other, and has it judged. */
async function give(person: Person, movie: number, stars: number): Promise<void> {
  const before = (await predicted(movie, person)).prediction.stars;
  clock += 1000;
  const { status } = await as(person, 'PUT', `users/me/ratings/${movie}`, { stars });
  expect(status).toBe(201);
  await service.predictions.judgeNow();
  outcomes.push({ predicted: before, came: stars });
}

describe('before there is a model', () => {
  it('nothing is predicted, and what is popular is recommended and asked for', async () => {
    expect(await predicted(space[0]!)).toMatchObject({
      prediction: null,
      model: null,
      reasons: [],
    });
    const { items } = (await as(ana, 'GET', 'users/me/recommendations?limit=5')).body;
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({ prediction: null, reasons: [] });
    expect((await as(ana, 'GET', 'users/me/onboarding')).body.items).toHaveLength(5);
    const similar = (await service.call('GET', `movies/${space[0]}/similar`)).body;
    expect(similar.by).toBe('facts');
    for (const { movie } of similar.items) expect(movie.genres).toEqual(['Science Fiction']);
    expect((await service.call('GET', 'predictions/quality')).body).toMatchObject({
      count: 0,
      rmse: null,
      model: null,
    });
  });
});

describe('with a model', () => {
  beforeAll(async () => {
    clock += 1000;
    await train();
    clock += 1000;
  });

  it('says what it was trained on', async () => {
    const { model } = (await service.call('GET', 'predictions/quality')).body;
    expect(model).toMatchObject({ users: PEOPLE, movies: 2 * FILMS });
  });

  it('has an average for who has rated nothing', async () => {
    const { prediction, explanation } = await predicted(space[0]!);
    expect(prediction).toMatchObject({ basis: 'average' });
    expect(explanation.en[0]).toContain('From three ratings on');
    expect(explanation.es[0]).toContain('A partir de tres valoraciones');
  });

  it('follows each rating at once, and explains it by the right films', async () => {
    const [ahead, aside] = [space.at(-1)!, love.at(-1)!];
    const seen: number[] = [(await predicted(ahead)).prediction.stars];
    for (const [i, stars] of [5, 4.5, 5, 5].entries()) {
      await give(ana, space[i]!, stars);
      seen.push((await predicted(ahead)).prediction.stars);
    }
    expect(new Set(seen).size).toBe(seen.length);
    await give(ana, love[0]!, 1);
    await give(ana, love[1]!, 0.5);
    const [liked, disliked] = [await predicted(ahead), await predicted(aside)];
    expect(liked.prediction.basis).toBe('taste');
    expect(liked.prediction.stars).toBeGreaterThan(disliked.prediction.stars + 1.5);
    expect(liked.prediction.like).toBeGreaterThan(disliked.prediction.like);
    const rated = new Map([...space, ...love].map((id, i) => [id, i]));
    for (const { movie, stars, effect } of disliked.reasons) {
      expect(rated.has(movie.id)).toBe(true);
      expect(typeof effect).toBe('number');
      expect(stars).toBe((await as(ana, 'GET', `users/me/ratings/${movie.id}`)).body.stars);
    }
    const against = disliked.reasons.filter((one: { effect: number }) => one.effect < 0);
    expect(against.map((one: { movie: { id: number } }) => one.movie.id)).toContain(love[1]);
    expect(disliked.explanation.en.join(' ')).toContain('Love 1 (0.5)');
    expect(disliked.explanation.es.join(' ')).toContain('Love 1 (0,5)');
  });

  it('adds up to the prediction', async () => {
    const { prediction, parts, reasons } = await predicted(love.at(-1)!);
    const effects = reasons.reduce(
      (sum: number, { effect }: { effect: number }) => sum + effect,
      0,
    );
    const sum = parts.film + parts.habit + parts.rest + effects;
    expect(prediction.stars).toBeCloseTo(Math.min(5, Math.max(0, sum)), 4);
  });

  it('leaves out of it what was given to the film itself', async () => {
    const movie = space[10]!;
    const before = await predicted(movie);
    await give(ana, movie, 0);
    const after = await predicted(movie);
    expect(after).toEqual({ ...before, rated: 0 });
    const reasons = after.reasons.map((one: { movie: { id: number } }) => one.movie.id);
    expect(reasons).not.toContain(movie);
  });

  it('keeps what was predicted before each rating, and adds it up as anyone would', async () => {
    const quality = (await service.call('GET', 'predictions/quality?by=day')).body;
    const errors = outcomes.map(({ predicted, came }) => predicted - came);
    expect(quality.count).toBe(outcomes.length);
    const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    expect(quality.rmse).toBeCloseTo(Math.sqrt(mean(errors.map((one) => one * one))), 2);
    expect(quality.mae).toBeCloseTo(mean(errors.map(Math.abs)), 2);
    expect(quality.bias).toBeCloseTo(mean(errors), 2);
    expect(quality.timeline).toMatchObject([{ since: '2026-03-01', count: outcomes.length }]);
    const counted = (bins: { count: number }[]) => bins.reduce((sum, one) => sum + one.count, 0);
    expect(counted(quality.calibration)).toBe(outcomes.length);
    expect(counted(quality.liking.calibration)).toBe(outcomes.length);
    expect((await service.store.recount.differences()).differences).toEqual([]);
  });

  it.each([
    'movies?sort=title&limit=50',
    'charts/best?limit=50',
    'popular?page=1',
    () => `movies/${love[3]}/similar?limit=50`,
    'users/me/favourites?limit=50',
    'users/me/watchlist?limit=50',
    'users/me/viewings?limit=50',
    'users/me/set-aside?limit=50',
    'users/rater1/ratings?limit=50',
  ])(
    'is in lists that are asked for it, for what is not rated, and in no other: %s',
    async (of) => {
      const path = typeof of === 'string' ? of : of();
      const [unrated, rated] = [love.at(-1), space[0]];
      for (const movie of [unrated, rated]) {
        for (const list of ['favourites', 'watchlist', 'set-aside']) {
          await as(ana, 'PUT', `users/me/${list}/${movie}`);
        }
        await as(ana, 'POST', 'users/me/viewings', { movie, watchedOn: '2026-02-01' });
      }
      type Sent = { id: number; movieId?: number; prediction?: unknown };
      const moviesOf = (items: (Sent & { movie?: Sent })[]) =>
        items.map((item) => item.movie ?? item);
      const plain = moviesOf((await as(ana, 'GET', path)).body.items);
      expect(plain.length).toBeGreaterThan(0);
      for (const movie of plain) expect(movie).not.toHaveProperty('prediction');
      const list = await as(ana, 'GET', `${path}&include=prediction`);
      expect(list.headers['cache-control']).toBe('private, no-cache');
      const movies = moviesOf(list.body.items);
      expect(movies).toHaveLength(plain.length);
      for (const { id, movieId, prediction } of movies) {
        const alone = await predicted(movieId ?? id);
        expect(prediction).toEqual(alone.rated === null ? alone.prediction : null);
      }
      expect(movies.some(({ prediction }) => prediction !== null)).toBe(true);
      const signedOut = await service.call('GET', `${path}&include=prediction`);
      expectProblem(signedOut, 401, 'sign-in-required');
      for (const movie of [unrated, rated]) {
        for (const list of ['favourites', 'watchlist', 'set-aside']) {
          await as(ana, 'DELETE', `users/me/${list}/${movie}`);
        }
      }
    },
  );

  it('recommends what is liked, page by page, by kind, but not what is rated or set aside', async () => {
    const all: number[] = [];
    let path = 'users/me/recommendations?limit=7';
    for (;;) {
      const { items, nextCursor } = (await as(ana, 'GET', path)).body;
      all.push(...items.map((one: { movie: { id: number } }) => one.movie.id));
      if (nextCursor === null) break;
      path = `users/me/recommendations?limit=7&cursor=${nextCursor}`;
    }
    const rated = (await as(ana, 'GET', 'users/me/ratings?limit=100')).body.items;
    const ratedIds = rated.map((one: { movie: { id: number } }) => one.movie.id);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(2 * FILMS - ratedIds.length);
    expect(all.filter((id) => ratedIds.includes(id))).toEqual([]);
    expect(space).toContain(all[0]);

    await as(ana, 'PUT', `users/me/set-aside/${all[0]}`);
    const next = (await as(ana, 'GET', 'users/me/recommendations?limit=1')).body.items;
    expect(next[0].movie.id).toBe(all[1]);
    expect(next[0].reasons.length).toBeGreaterThan(0);
    await as(ana, 'DELETE', `users/me/set-aside/${all[0]}`);

    const kind = 'genre=Romance&minYear=1990&maxYear=1995';
    const romance = (await as(ana, 'GET', `users/me/recommendations?${kind}`)).body.items;
    expect(romance).toHaveLength(6);
    const drawn = (await as(ana, 'GET', 'users/me/recommendations?surprise=true&limit=3')).body;
    expect(drawn.items).toHaveLength(3);
    expect(drawn.nextCursor).toBeNull();
  });

  it('finds similar films by who liked them', async () => {
    const { by, items } = (await service.call('GET', `movies/${space[2]}/similar?limit=5`)).body;
    expect(by).toBe('likes');
    expect(items).toHaveLength(5);
    for (const { movie } of items) expect(space).toContain(movie.id);
  });

  it('asks for what is not rated yet, and not for what is not known', async () => {
    const first = (await as(ana, 'GET', 'users/me/onboarding?limit=5')).body.items;
    const ids = first.map((one: { id: number }) => one.id);
    expect(ids).not.toContain(space[0]);
    const next = (await as(ana, 'GET', `users/me/onboarding?unknown=${ids.join(',')}`)).body.items;
    for (const { id } of next) expect(ids).not.toContain(id);
    expectProblem(await as(ana, 'GET', 'users/me/onboarding?unknown=x'), 400, 'invalid');
  });

  it('compares tastes of who allows it', async () => {
    const alike = await addPerson(service, 'alike');
    const unlike = await addPerson(service, 'unlike');
    for (let i = 4; i < 10; i++) {
      for (const [person, stars] of [
        [ana, 5],
        [alike, 4.5],
        [unlike, 0.5],
      ] as const) {
        await as(person, 'PUT', `users/me/ratings/${space[i]}`, { stars });
        await as(person, 'PUT', `users/me/ratings/${love[i]}`, { stars: 5 - stars });
      }
    }
    // What came moves films, which it is not to do in the middle of a test.
    await service.predictions.judgeNow();
    const match = async (other: string) => as(ana, 'GET', `users/me/taste-match/${other}`);
    const [near, far] = [(await match('alike')).body, (await match('unlike')).body];
    expect(near, JSON.stringify(near)).toHaveProperty('match');
    expect(near.match.percentile).toBeGreaterThan(far.match.percentile);
    expect(near.match.differBy).toBeLessThan(far.match.differBy);
    expect(near).toMatchObject({ common: 12, differ: [], user: { handle: 'alike' } });
    expect(far.agree).toEqual([]);
    expect(far.differ[0]).toMatchObject({ mine: 5, theirs: 0.5 });
    expect((await match('root')).body.match).toBeNull();

    await as(alike, 'PATCH', 'users/me', { allowMatching: false });
    expectProblem(await match('alike'), 409, 'not-matched');
    await as(alike, 'PATCH', 'users/me', { allowMatching: true, privacy: 'private' });
    expectProblem(await match('alike'), 404, 'user-not-found');
    await as(alike, 'PATCH', 'users/me', { privacy: 'public' });
  });

  it('chooses films for people who agreed, and for nobody else', async () => {
    const path = 'users/me/watch-together?with=alike,unlike&limit=50';
    expectProblem(await as(ana, 'GET', path), 409, 'not-companions');
    const people: Record<string, Person> = { ana };
    for (const handle of ['alike', 'unlike']) {
      const token = await service.signIn(handle);
      people[handle] = { ...ana, handle, token };
      await as(ana, 'PUT', `users/me/companions/${handle}`);
      await as(people[handle]!, 'PUT', 'users/me/companions/ana');
    }
    const { people: named, items } = (await as(ana, 'GET', path)).body;
    expect(named.map(({ handle }: { handle: string }) => handle)).toEqual([
      'ana',
      'alike',
      'unlike',
    ]);
    expect(items.length).toBeGreaterThan(0);
    const worths = items.map(({ worth }: { worth: number }) => worth);
    expect(worths).toEqual([...worths].sort((one, other) => other - one));
    for (const { movie, worth, each } of items) {
      const stars: number[] = each.map((one: { stars: number }) => one.stars);
      const mean = stars.reduce((sum, one) => sum + one, 0) / 3;
      expect(worth).toBeCloseTo((mean + Math.min(...stars)) / 2, 6);
      expect(each[0]).toEqual((await predicted(movie.id)).prediction);
    }
    await as(people.alike!, 'DELETE', 'users/me/companions/ana');
    expectProblem(await as(ana, 'GET', path), 409, 'not-companions');
  });

  it('learns nothing from who does not want it, who is predicted for all the same', async () => {
    const shy = await addPerson(service, 'shy');
    await as(shy, 'PATCH', 'users/me', { useForPredictions: false });
    await service.predictions.judgeNow();
    const { count } = (await service.call('GET', 'predictions/quality')).body;
    for (let i = 0; i < 4; i++) {
      clock += 1000;
      await as(shy, 'PUT', `users/me/ratings/${space[i]}`, { stars: 5 });
    }
    await service.predictions.judgeNow();
    const rest = (await service.call('GET', 'predictions/quality')).body;
    expect(rest.count).toBe(count);
    expect((await predicted(space.at(-1)!, shy)).prediction.basis).toBe('taste');

    const users = rest.model.users as number;
    await train();
    const { model } = (await service.call('GET', 'predictions/quality')).body;
    expect(model.version).toBeGreaterThan(rest.model.version);
    // Those who have come since, but for one.
    expect(model.users).toBe(users + 3);
  });

  it('goes with the account', async () => {
    const before = (await service.call('GET', 'predictions/quality')).body.count;
    const mine = outcomes.length;
    await as(root, 'DELETE', `users/${ana.id}`);
    const after = (await service.call('GET', 'predictions/quality')).body.count;
    expect(before - after).toBeGreaterThanOrEqual(mine);
    expect((await service.store.recount.differences()).differences).toEqual([]);
    expect(await service.store.tastes.ratings(ana.id as UserId)).toBeNull();
  });
});
