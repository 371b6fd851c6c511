import { expect, it } from 'vitest';
import { addMovie, addUser, rate } from '../../test/support/some.js';
import { openStore } from '../app.js';
import { explainScore } from './explain-score.js';
import { publishScores } from './publish-scores.js';

it('explains a score by all that goes into it, at once and as it will be published', async () => {
  const store = openStore({ database: { kind: 'memory' } });
  const [ana, ben] = [await addUser(store, 'ana'), await addUser(store, 'ben')];
  const [alien, brazil] = [await addMovie(store), await addMovie(store)];
  await rate(store, ana.id, alien.id, { stars: 5 });
  await rate(store, ben.id, alien.id, { stars: 4 });
  await rate(store, ana.id, brazil.id, { stars: 0 });

  const explained = await explainScore(store, alien.id);
  expect(explained).toMatchObject({
    // (9 + 4·3) / 6
    stars: 3.5,
    tally: { count: 2, sum: 180 },
    method: { version: 'shrunk-mean-1', priorRatings: 4, priorMean: 3 },
  });
  await publishScores({ scores: store.scores, now: () => 0 }, null);
  const { stars, low, high } = explained;
  expect((await store.movies.find(alien.id))?.score).toMatchObject({ stars, low, high });
  await store.close();
});

it('has no stars for what nobody has rated, but says what the first would be added to', async () => {
  const store = openStore({ database: { kind: 'memory' } });
  const { id } = await addMovie(store);
  expect(await explainScore(store, id)).toMatchObject({
    stars: null,
    low: null,
    high: null,
    tally: { count: 0 },
    method: { priorMean: 2.5 },
  });
  await store.close();
});
