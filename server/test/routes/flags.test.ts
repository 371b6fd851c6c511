import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

const DAY_MS = 24 * 60 * 60_000;
const DAY_ONE = Date.parse('2026-03-01T12:00:00Z');
const ATTACKED = 1;

let clock = DAY_ONE;
let service: Service;
let root: Person;
let ana: Person;
let flagId: number;

/** Twelve people rate some films; ten days later eight new ones give one of them nothing. */
beforeAll(async () => {
  service = await startService({}, { films: 4, now: () => clock });
  root = await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
  const rate = ({ token }: Person, movie: number, stars: number) =>
    service.call('PUT', `users/me/ratings/${movie}`, { token, body: { stars } });
  for (let n = 0; n < 12; n++) {
    const person = await addPerson(service, `person${n}`);
    for (const movie of [1, 2, 3]) await rate(person, movie, 3 + ((n + movie) % 4) / 2);
  }
  await service.jobs.publishNow();
  clock += 10 * DAY_MS;
  for (let n = 0; n < 8; n++) await rate(await addPerson(service, `fake${n}`), ATTACKED, 0);
  await service.jobs.publishNow();
});
afterAll(() => service.stop());

const flags = async (query = '') =>
  (await service.call('GET', `flags${query}`, { token: root.token })).body;
const decide = (body: object, { token } = root, id: number | string = flagId) =>
  service.call('PUT', `flags/${id}/decision`, { token, body });
const withdraw = ({ token } = root, id: number | string = flagId) =>
  service.call('DELETE', `flags/${id}/decision`, { token });
const audit = async () =>
  (await service.call('GET', 'audit', { token: root.token })).body.items as object[];
/** The movie's stars once all is published, and whether it is on the chart of the best. */
async function published() {
  await service.jobs.publishNow();
  const { items } = (await service.call('GET', 'charts/best')).body;
  const { score } = (await service.call('GET', `movies/${ATTACKED}`)).body;
  const ids: number[] = items.map(({ movie }: { movie: { id: number } }) => movie.id);
  return { stars: score.stars as number, isListed: ids.includes(ATTACKED), listed: ids.length };
}

it('is raised, and tells an ADMIN what was found', async () => {
  const { items, nextCursor, total } = await flags();
  expect([total, nextCursor]).toEqual([1, null]);
  const [flag] = items;
  flagId = flag.id;
  const { title, year } = (await service.call('GET', `movies/${ATTACKED}`)).body;
  expect(flag).toEqual({
    id: expect.any(Number),
    movie: { id: ATTACKED, title, year },
    from: expect.stringMatching(/^2026-03-10T/),
    to: null,
    seenAt: new Date(clock).toISOString(),
    votes: expect.any(Number),
    mean: 0,
    meanBefore: expect.any(Number),
    decision: null,
    note: null,
    decidedBy: null,
    decidedAt: null,
    evidence: {
      z: expect.any(Number),
      pace: expect.any(Number),
      oddness: expect.any(Number),
    },
  });
  // Raised as soon as there are enough of the eight, which may be while they still come.
  expect(flag.votes).toBeGreaterThanOrEqual(4);
  expect(flag.votes).toBeLessThanOrEqual(8);
  expect(flag.meanBefore).toBeGreaterThan(3);
  expect(flag.evidence.z).toBeLessThan(-3.5);
  expect(flag.evidence.pace).toBeGreaterThan(3);
});

it('is decided, decided anew and opened again, and the score follows', async () => {
  const open = await published();
  const before = (await flags()).items[0];
  expect(open).toMatchObject({ isListed: false, listed: 2 });

  const genuine = await decide({ decision: 'genuine' });
  const by = { id: root.id, handle: 'root' };
  const at = new Date(clock).toISOString();
  expect([genuine.status, genuine.body]).toEqual([
    200,
    {
      ...before,
      ...{ decision: 'genuine', note: null, decidedBy: by, decidedAt: at, to: before.seenAt },
    },
  ]);
  const counted = await published();
  expect(counted.stars).toBeLessThan(open.stars - 0.25);
  expect(counted.isListed).toBe(true);

  const attack = await decide({ decision: 'attack', note: 'All of one address' });
  expect(attack.body).toEqual({
    ...before,
    ...{ decision: 'attack', note: 'All of one address', decidedBy: by, decidedAt: at },
    to: before.seenAt,
  });
  const cleaned = await published();
  expect(cleaned.stars).toBeGreaterThanOrEqual(open.stars);
  expect(cleaned.isListed).toBe(true);

  const { status, body } = await withdraw();
  expect([status, body]).toEqual([200, before]);
  expect(await published()).toEqual(open);

  expect(await audit()).toMatchObject([
    { action: 'flag-decision-withdrawn', detail: { decision: null, before: 'attack', note: null } },
    {
      action: 'flag-decided',
      detail: { decision: 'attack', before: 'genuine', note: 'All of one address' },
    },
    { action: 'flag-decided', detail: { decision: 'genuine', before: null, note: null } },
  ]);
  expect((await audit())[0]).toEqual({
    id: expect.any(Number),
    at,
    actor: by,
    action: 'flag-decision-withdrawn',
    subject: `flag:${flagId}`,
    detail: { movieId: ATTACKED, decision: null, before: 'attack', note: null },
  });
});

it('stays as it is when there is nothing to take back, and that is not put down', async () => {
  const [before, known] = [(await flags()).items[0], await audit()];
  expect(await withdraw()).toMatchObject({ status: 200, body: before });
  expect(await audit()).toEqual(known);
});

it('is among those of its state', async () => {
  const totals = async () => [
    (await flags('?state=open')).total,
    (await flags('?state=decided')).total,
  ];
  expect(await totals()).toEqual([1, 0]);
  await decide({ decision: 'genuine', note: null });
  expect(await totals()).toEqual([0, 1]);
  const answer = await service.call('GET', 'flags?state=shut', { token: root.token });
  expectProblem(answer, 400, 'invalid', '#/state');
});

it('is for ADMINs alone', async () => {
  const known = await audit();
  const list = (token?: string) => service.call('GET', 'flags', { token });
  expectProblem(await list(), 401, 'sign-in-required');
  expectProblem(await list(ana.token), 403, 'not-allowed');
  expectProblem(await decide({ decision: 'attack' }, ana), 403, 'not-allowed');
  expectProblem(await withdraw(ana), 403, 'not-allowed');
  expect((await flags('?state=decided')).items).toMatchObject([{ decision: 'genuine' }]);
  expect(await audit()).toEqual(known);
});

it.each<[what: string, body: object, pointer: string]>([
  ['no decision', {}, '#/decision'],
  ['a decision there is not', { decision: 'odd' }, '#/decision'],
  ['no decision at all', { decision: null }, '#/decision'],
  ['a note that is too long', { decision: 'attack', note: 'x'.repeat(501) }, '#/note'],
  ['a note with a NUL', { decision: 'attack', note: 'a\0b' }, '#/note'],
  ['another field', { decision: 'attack', by: 1 }, '#/by'],
])('is not decided with %s', async (_, body, pointer) => {
  expectProblem(await decide(body), 400, 'invalid', pointer);
});

it('is one that there is', async () => {
  for (const id of [987_654, Number.MAX_SAFE_INTEGER]) {
    expectProblem(await decide({ decision: 'attack' }, root, id), 404, 'flag-not-found', '#/flag');
    expectProblem(await withdraw(root, id), 404, 'flag-not-found', '#/flag');
  }
  for (const id of ['0', '-1', '1.5', 'x', '9223372036854775808']) {
    const answer = await decide({ decision: 'attack' }, root, id);
    expectProblem(answer, 400, 'invalid', '#/flag');
  }
});
