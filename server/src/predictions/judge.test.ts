import { expect, it } from 'vitest';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import type { MovieId } from '../movies/movie.js';
import type { UserId } from '../users/user.js';
import { judge } from './judge.js';
import { movieAt } from './model.js';
import type { Outcome, Unjudged } from './outcomes.js';
import { predict } from './prediction.js';
import type { Serving } from './predictor.js';
import { foldIn } from './taste.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone } from './work.js';

const people = [1, 2, 3].map((id): Unjudged => ({ userId: id as UserId, from: 1, revision: 9 }));

function watched(mayGoOn: () => boolean) {
  const done: string[] = [];
  return {
    done,
    needs: {
      outcomes: {
        unjudged: async (after: UserId) => people.filter(({ userId }) => userId > after),
        async news({ userId }: Unjudged) {
          done.push(`looked at ${userId}`);
          return null;
        },
        meanWithout: async () => new Map(),
        async settle(_version: number, some: readonly Unjudged[]) {
          done.push(`done with ${some.map(({ userId }) => userId)}`);
          return true;
        },
      },
      predictor: {
        serving: () => ({ kept: { readAt: 0, version: 1 } }) as Serving,
        knownMovies: async () => [],
      },
      breath: async () => {},
      pause: async () => void done.push('rested'),
      mayGoOn,
    },
  };
}

it('lets others work after each person, also after one of whom nothing is to be judged', async () => {
  const { needs, done } = watched(() => true);
  await expect(judge(needs)).resolves.toBeNull();
  const each = people.flatMap(({ userId }) => [`looked at ${userId}`, 'rested']);
  expect(done).toEqual([...each, 'done with 1,2,3']);
});

it('ends after the person at hand when it may not go on, and goes on behind them', async () => {
  const cut = watched(() => false);
  await expect(judge(cut.needs)).resolves.toBe(1);
  expect(cut.done).toEqual(['looked at 1', 'rested', 'done with 1']);
  const next = watched(() => true);
  await expect(judge(next.needs, 1 as UserId)).resolves.toBeNull();
  expect(next.done.at(-1)).toBe('done with 2,3');
});

it('predicts each by what was rated right before it, also where something was changed or removed', async () => {
  const training = prepareTraining(somePeople({ users: 50, movies: 60 }), someFacts(60));
  const model = await train(training, alone(training), { seed: 1 });
  const rated = (movieId: number, steps: number | null) => ({
    movieId: movieId as MovieId,
    steps,
    at: 0,
  });
  const news = [
    rated(1, 100),
    rated(2, 0),
    rated(9, 100),
    rated(3, 60),
    rated(9, null),
    rated(4, 0),
  ];
  const found: Outcome[] = [];
  await judge({
    outcomes: {
      unjudged: async () => people.slice(0, 1),
      news: async () => ({ before: [rated(9, 20), rated(8, 70)] as never, news: news as never }),
      meanWithout: async () => new Map(),
      settle: async (_version, _people, some) => found.push(...some) > 0,
    },
    predictor: {
      serving: () => ({ kept: { readAt: 0, version: 1 }, model }) as Serving,
      knownMovies: async (_serving, ids) => ids.map((id) => movieAt(model, id)),
    },
    breath: async () => {},
    pause: async () => {},
    mayGoOn: () => true,
  });
  const by = (movieId: number, before: [number, number][]) => {
    const ratings = before.map(([id, steps]) => ({ movie: movieAt(model, id), steps }));
    const { stars } = predict(model, foldIn(model, ratings), movieAt(model, movieId));
    return [movieId, Math.round(1000 * Math.min(5, Math.max(0, stars)))];
  };
  expect(found.map(({ movieId, predicted }) => [movieId, predicted])).toEqual([
    by(1, [
      [9, 20],
      [8, 70],
    ]),
    by(2, [
      [9, 20],
      [8, 70],
      [1, 100],
    ]),
    by(3, [
      [9, 100],
      [8, 70],
      [1, 100],
      [2, 0],
    ]),
    by(4, [
      [8, 70],
      [1, 100],
      [2, 0],
      [3, 60],
    ]),
  ]);
});
