import { afterEach, beforeEach, expect, it } from 'vitest';
import { adoptNothing } from '../../test/support/charts.js';
import { emptyStore } from '../../test/support/engine.js';
import { rateAndFlag } from '../../test/support/flags.js';
import { refusalOf } from '../../test/support/refusal.js';
import { ALL, addMovie, addUser, NOW } from '../../test/support/some.js';
import type { Store } from '../ports.js';
import type { User } from '../users/user.js';
import { decideFlag, withdrawDecision } from './decide-flag.js';

let store: Store;
let root: User;
let movieId: number;
let flagId: number;

beforeEach(async () => {
  store = await emptyStore();
  root = await addUser(store, 'root');
  const movie = await addMovie(store);
  movieId = movie.id;
  await adoptNothing(store);
  flagId = await rateAndFlag(store, root.id, movie.id);
});
afterEach(() => store.close());

const now = () => NOW + 7;
const asked = () => ({ viewerId: root.id, flagId });
const decide = (decision: 'genuine' | 'attack', note: string | null = null) =>
  store.atomically((tx) => decideFlag({ ...tx, now }, asked(), { decision, note }));
const withdraw = () => store.atomically((tx) => withdrawDecision({ ...tx, now }, asked()));
const audit = async () =>
  (await store.audit.list(ALL)).items.map(({ action, subject, detail, at }) => ({
    ...{ action, subject, at },
    ...detail,
  }));

it('is put down with what was decided before', async () => {
  expect(await decide('attack', 'a forum')).toMatchObject({
    ...{ id: flagId, decision: 'attack', note: 'a forum', decidedAt: NOW + 7 },
    decidedBy: { handle: 'root' },
  });
  expect(await decide('genuine')).toMatchObject({ decision: 'genuine', note: null });
  expect(await withdraw()).toMatchObject({ decision: null, decidedBy: null, decidedAt: null });
  const common = { subject: `flag:${flagId}`, movieId, at: NOW + 7 };
  expect(await audit()).toEqual([
    {
      ...common,
      action: 'flag-decision-withdrawn',
      decision: null,
      before: 'genuine',
      note: null,
    },
    { ...common, action: 'flag-decided', decision: 'genuine', before: 'attack', note: null },
    { ...common, action: 'flag-decided', decision: 'attack', before: null, note: 'a forum' },
  ]);
});

it('is not put down when there was nothing to take back', async () => {
  expect(await withdraw()).toMatchObject({ id: flagId, decision: null });
  expect(await audit()).toEqual([]);
});

it('is about a flag that is there', async () => {
  flagId = 987_654;
  expect(await refusalOf(() => decide('attack'))).toEqual({ kind: 'flag-not-found' });
  expect(await refusalOf(withdraw)).toEqual({ kind: 'flag-not-found' });
  expect(await audit()).toEqual([]);
});
