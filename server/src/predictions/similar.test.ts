import { expect, it } from 'vitest';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import { SIMILAR } from './similar.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone } from './work.js';

const MOVIES = 70;
const people = somePeople({ users: 60, movies: MOVIES, share: 0.5 });
const facts = someFacts(MOVIES);
const training = prepareTraining(people, facts);
const model = await train(training, alone(training), { seed: 1, sweeps: 2 });

const likers = (movie: number) => {
  const { starts, others } = training.liked.byMovie;
  return new Set(others.subarray(starts[movie]!, starts[movie + 1]!));
};
const embedding = (movie: number) => [
  ...training.similar.embedding.subarray(movie * 50, movie * 50 + 50),
];
const z = (values: number[]) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  return values.map((x) => (sd > 0 ? (x - mean) / sd : 0));
};

it('is the blend of liked together, of the embedding and of genres', () => {
  const candidates = [...Array(MOVIES).keys()].filter((row) => likers(row).size >= 3);
  const movie = candidates[4]!;
  const mine = likers(movie);
  const together = candidates.map(
    (row) => [...likers(row)].filter((user) => mine.has(user)).length,
  );
  const cosines = z(
    candidates.map((row, k) => {
      const c = together[k]!;
      return (c / Math.sqrt(mine.size * likers(row).size)) * (c / (c + 20));
    }),
  );
  const embedded = z(
    candidates.map((row) => {
      const dot = embedding(row).reduce((sum, x, q) => sum + x * embedding(movie)[q]!, 0);
      const n = likers(row).size;
      return (dot * n) / (n + 10);
    }),
  );
  const genre = (row: number) => facts[row]!.genres[0];
  const genres = z(
    candidates.map((row) => (genre(row) !== undefined && genre(row) === genre(movie) ? 1 : 0)),
  );
  const wanted = candidates
    .map((row, k) => ({ row, score: cosines[k]! + 0.5 * embedded[k]! + 0.3 * genres[k]! }))
    .filter(({ row }) => row !== movie)
    .sort((a, b) => b.score - a.score)
    .slice(0, SIMILAR);
  const found = model.similar.rows.subarray(movie * SIMILAR, (movie + 1) * SIMILAR);
  const scores = model.similar.scores.subarray(movie * SIMILAR, (movie + 1) * SIMILAR);
  for (const [k, { row, score }] of wanted.entries()) {
    expect(scores[k]).toBeCloseTo(score, 4);
    if (k < 10) expect(found[k]).toBe(row);
  }
});

it('has none of a movie that nobody likes', () => {
  const unliked = [...Array(MOVIES).keys()].find((row) => likers(row).size === 0);
  if (unliked === undefined) return;
  expect(model.similar.rows[unliked * SIMILAR]).toBe(-1);
});
