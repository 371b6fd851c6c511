import { STEPS_PER_STAR } from '../ratings/stars.js';
import { type Calibration, calibrate, type Rehearsed } from './calibration.js';
import { movieAt, type TasteModel } from './model.js';
import { guess } from './prediction.js';
import type { Ratings } from './split-ratings.js';
import { foldIn } from './taste.js';
import { trainTastes } from './train-tastes.js';
import type { Training } from './training.js';
import type { Crew } from './work.js';

/**
 * Trains on nine tenths of the ratings of some people, predicts the last tenth, and learns from what comes how sure
 * predictions are. As long as the training itself, but for a great one.
 */
export async function rehearse(
  { rehearsal, observations }: Training,
  crew: Crew,
  wish: { seed: number; sweeps: number },
): Promise<Calibration> {
  const { steps } = observations.byUser;
  if (rehearsal === null) return calibrate([], steps);
  const model = await trainTastes(
    rehearsal.training,
    (parts) => crew(parts.map((part) => ({ ...part, isRehearsal: true }))),
    wish,
  );
  return calibrate(guessAll(model, rehearsal.training, rehearsal.held), steps);
}

function guessAll(model: TasteModel, { users: { rows } }: Training, held: Ratings): Rehearsed[] {
  const tastes = new Map<number, ReturnType<typeof foldIn>>();
  const tasteOf = (user: number) => {
    const ratings = Array.from(
      rows.others.subarray(rows.starts[user]!, rows.starts[user + 1]!),
      (row, k) => ({ movie: movieAt(model, row), steps: rows.steps[rows.starts[user]! + k]! }),
    );
    return foldIn(model, ratings);
  };
  return held.users.map((user, k) => {
    const taste = tastes.get(user) ?? tasteOf(user);
    tastes.set(user, taste);
    const came = held.steps[k]! / STEPS_PER_STAR;
    return { ...guess(model, taste, movieAt(model, held.movies[k]!)), came };
  });
}
