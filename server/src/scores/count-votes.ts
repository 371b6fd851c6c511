import type { MovieId } from '../movies/movie.js';
import { writeStars } from '../ratings/stars.js';
import { bucketOf } from '../ratings/tally.js';
import type { UserId } from '../users/user.js';
import { castVote } from './cast-vote.js';
import { type Habit, habitOf } from './habit.js';
import type { Model } from './model.js';
import type {
  CountedVote,
  CountedVotes,
  MovieVotes,
  OwedRater,
  OwedVotes,
  VoteHour,
} from './ports.js';
import type { Sums } from './sums.js';

const HOUR_MS = 60 * 60_000;
const LOWEST = 0;
const HIGHEST = 10;

export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS);
}

/**
 * Moves the votes of people whose ratings changed from what they were to what they are. Who is due to be looked at
 * again votes anew in all their movies, by their new habit; so each movie moves by a few votes, however many it has.
 */
export function countVotes({ model, raters, movies }: OwedVotes): CountedVotes {
  const sums = new Map<MovieId, Sums>();
  const habits = new Map<UserId, Habit>();
  const hours = new Map<string, VoteHour & { movieId: MovieId }>();

  const move = (movieId: MovieId, vote: CountedVote | null, habit: Habit, sign: 1 | -1) => {
    const movie = movies.get(movieId);
    // Gone, and its sums with it.
    if (vote === null || movie === undefined) return;
    const before = sums.get(movieId) ?? movie.sums;
    sums.set(movieId, castVote(before, vote, habit, movie, model, sign));
  };
  const note = (movieId: MovieId, vote: CountedVote | null, sign: 1 | -1) => {
    if (vote === null || !movies.has(movieId)) return;
    const key = `${movieId} ${hourOf(vote.at)}`;
    hours.set(key, addToHour(hours.get(key), movieId, vote, sign));
  };

  for (const rater of raters) {
    const before = rater.habit;
    const after = newHabit(rater, movies, model);
    habits.set(rater.userId, after);
    for (const { movieId, from, to } of rater.changes) {
      move(movieId, from, before, -1);
      move(movieId, to, after, 1);
    }
    for (const { movieId, from, to } of rater.news) {
      note(movieId, from, -1);
      note(movieId, to, 1);
    }
    for (const { movieId, vote } of rater.others ?? []) {
      move(movieId, vote, before, -1);
      move(movieId, vote, after, 1);
    }
  }
  return { habits, sums, hours: [...hours.values()] };
}

/** As they rate now, if they are due to be looked at; films that are gone tell nothing. */
function newHabit(
  { habit, changes, others }: OwedRater,
  movies: ReadonlyMap<MovieId, MovieVotes>,
  model: Model,
): Habit {
  if (others === null) return habit;
  const votes = [
    ...others,
    ...changes.flatMap(({ movieId, to }) => (to === null ? [] : { movieId, vote: to })),
  ];
  return habitOf(
    votes.flatMap(({ movieId, vote }) => {
      const movie = movies.get(movieId);
      return movie === undefined ? [] : writeStars(vote.stars) - model.mean - movie.effect;
    }),
    model,
  );
}

function addToHour(
  known: VoteHour | undefined,
  movieId: MovieId,
  { stars, at }: CountedVote,
  sign: 1 | -1,
): VoteHour & { movieId: MovieId } {
  const bucket = bucketOf(stars);
  return {
    movieId,
    hour: hourOf(at),
    votes: (known?.votes ?? 0) + sign,
    stars: (known?.stars ?? 0) + sign * writeStars(stars),
    lowest: (known?.lowest ?? 0) + (bucket === LOWEST ? sign : 0),
    highest: (known?.highest ?? 0) + (bucket === HIGHEST ? sign : 0),
  };
}
