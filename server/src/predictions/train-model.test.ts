import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { addMovie, addUser, NOW, rate } from '../../test/support/some.js';
import type { Store } from '../ports.js';
import { decodeModel } from './encode-model.js';
import { trainModel } from './train-model.js';
import { PREDICTION_METHOD } from './training-due.js';
import { alone } from './work.js';

let store: Store;
beforeEach(async () => {
  store = await emptyStore();
  const { id } = await addUser(store, 'ana');
  for (const stars of [1, 3, 5]) await rate(store, id, (await addMovie(store)).id, { stars });
});
afterEach(() => store.close());

const trained = () =>
  trainModel({
    models: store.predictionModels,
    scores: store.scores,
    now: () => NOW,
    hire: (training) => ({ crew: alone(training), dismiss: async () => {} }),
    pause: async () => {},
  });

it('takes the place of a model that cannot be read', async () => {
  const { predictionModels: models } = store;
  const version = await models.begin(PREDICTION_METHOD, NOW);
  await models.append(version, 0, new Uint8Array([1, 2, 3]));
  const counts = { ratings: 3, users: 1, movies: 3 };
  await models.adopt(version, { ...counts, readAt: NOW, at: NOW });
  expect(await trained()).toBe(true);
  const kept = await models.current();
  expect(kept?.version).not.toBe(version);
  const bytes = await models.read(kept!.version);
  expect(() => decodeModel(bytes!)).not.toThrow();
  // And is begun with by the next.
  expect(await trained()).toBe(true);
});
