import { uniformDraws } from './draws.js';
import type { Rows } from './observations.js';

/** Ratings by rows of users and movies, `steps` being stars in steps. */
export type Ratings = { users: number[]; movies: number[]; steps: number[] };

/** It is to take a second or so, however many ratings there are. */
const MOST_RATINGS = 100_000;
const HELD_BACK = 0.1;
/** Any: who is held back is chance, the same in each training. */
const SEED = 0x7e57;

/** The ratings of some people, of all when there are few; and which of them are held back. */
export function splitRatings(rows: Rows): { people: number; known: Ratings; held: Ratings } {
  const draw = uniformDraws(SEED);
  const share = MOST_RATINGS / Math.max(1, rows.others.length);
  const none = (): Ratings => ({ users: [], movies: [], steps: [] });
  const [known, held] = [none(), none()];
  let people = 0;
  for (let user = 0; user + 1 < rows.starts.length; user++) {
    if (draw() >= share) continue;
    for (let k = rows.starts[user]!; k < rows.starts[user + 1]!; k++) {
      const into = draw() < HELD_BACK ? held : known;
      into.users.push(people);
      into.movies.push(rows.others[k]!);
      into.steps.push(rows.steps[k]!);
    }
    people += 1;
  }
  return { people, known, held };
}
