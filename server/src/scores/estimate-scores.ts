import type { MovieId } from '../movies/movie.js';
import type { Stars } from '../ratings/stars.js';
import { castVote } from './cast-vote.js';
import { type Estimate, estimate } from './estimate.js';
import type { Window } from './flag.js';
import type { Habit } from './habit.js';
import { METHOD } from './method.js';
import type { Epoch, EstimatedMovie, EstimatedRater, Listing, Scores } from './ports.js';
import { posterior } from './posterior.js';
import { type MovieFacts, priorOf } from './prior.js';
import { type Read, readRatings, withoutQuestioned } from './read-ratings.js';
import { emptySums, type Sums } from './sums.js';

type Needs = {
  scores: Pick<Scores, 'scan' | 'windows' | 'factsOf' | 'begin' | 'write' | 'adopt'>;
  now: () => number;
  /** Lets others work for a moment. */
  pause: () => Promise<void>;
  /** Asked before each step; what was done until then is given up when it may not. */
  mayGoOn?: () => Promise<boolean>;
  /** How much is written in one step: so long nobody else writes, where one writes at a time. */
  rowsAtATime?: number;
};

const FACTS_AT_A_TIME = 250;
const ROWS_AT_A_TIME = 40;
const VOTES_BETWEEN_PAUSES = 2500;
const MOST_TO_LIST = 10;

class GivenUp extends Error {}

/**
 * Estimates from all ratings how everyone rates and what each movie gets, and counts all votes by that; others go on
 * rating, and scores being published, meanwhile. False when it was given up. The work grows with the number of
 * ratings; it holds some thirty bytes of each in memory.
 */
export async function estimateScores(needs: Needs): Promise<boolean> {
  const { scores, now, mayGoOn = async () => true, rowsAtATime = ROWS_AT_A_TIME } = needs;
  const pause = async () => {
    if (!(await mayGoOn())) throw new GivenUp();
    await needs.pause();
  };
  try {
    const epoch = await scores.begin(METHOD, now());
    const read = await readRatings(scores, pause);
    const facts = await readFacts(scores, read.movieIds, pause);
    const windows = await scores.windows();
    const told = withoutQuestioned(read, windows);
    const found = await inSteps(
      estimate({
        ...told,
        raterCount: read.people.length,
        movieCount: read.movieIds.length,
        facts: (movie) => facts[movie] as MovieFacts,
      }),
      pause,
    );
    const people = read.people.map(
      (person, i): EstimatedRater => ({ ...person, habit: habitAt(found, i) }),
    );
    // In the order of their ids, as they lie on the disk.
    const movies = (await countAll(read, facts, people, found, windows, pause)).sort(
      (one, other) => one.movieId - other.movieId,
    );
    await inBatches(
      people,
      (some) => scores.write(epoch, { raters: some, movies: [] }),
      pause,
      rowsAtATime,
    );
    await inBatches(
      movies,
      (some) => scores.write(epoch, { raters: [], movies: some }),
      pause,
      rowsAtATime,
    );
    // Those in question as well: however many they are, they make no other estimation due.
    const model = { ...found.model, ratings: read.steps.length };
    const listing = await listingOf(movies, model, pause);
    await scores.adopt({ epoch, method: METHOD, model, listing, at: now() });
    return true;
  } catch (error) {
    if (error instanceof GivenUp) return false;
    throw error;
  }
}

async function readFacts(
  scores: Pick<Scores, 'factsOf'>,
  ids: readonly MovieId[],
  pause: () => Promise<void>,
): Promise<MovieFacts[]> {
  const all: MovieFacts[] = [];
  await inBatches(
    ids,
    async (some) => {
      const facts = await scores.factsOf(some);
      // Gone meanwhile: nothing is written of it either.
      for (const id of some) all.push(facts.get(id) ?? { genres: [], year: null });
    },
    pause,
    FACTS_AT_A_TIME,
  );
  return all;
}

function habitAt({ habits }: Estimate, i: number): Habit {
  return {
    ratings: habits.ratings[i] ?? 0,
    bias: habits.bias[i] ?? 0,
    squares: habits.squares[i] ?? 0,
  };
}

async function countAll(
  { raters, movies, steps, at, movieIds }: Read,
  facts: readonly MovieFacts[],
  people: readonly EstimatedRater[],
  { model, effects }: Estimate,
  windows: ReadonlyMap<MovieId, readonly Window[]>,
  pause: () => Promise<void>,
): Promise<EstimatedMovie[]> {
  const counted = movieIds.map(
    (movieId, i): EstimatedMovie => ({
      movieId,
      prior: priorOf(facts[i] as MovieFacts, model),
      effect: effects[i] ?? 0,
      sums: emptySums(),
    }),
  );
  for (let i = 0; i < steps.length; i++) {
    if (i % VOTES_BETWEEN_PAUSES === 0) await pause();
    const movie = counted[movies[i] as number] as EstimatedMovie;
    const { habit } = people[raters[i] as number] as EstimatedRater;
    const vote = { stars: steps[i] as Stars, at: at[i] as number };
    const inQuestion = { effect: movie.effect, windows: windows.get(movie.movieId) ?? [] };
    movie.sums = castVote(movie.sums, vote, habit, inQuestion, model, 1);
  }
  return counted;
}

/** Ten effective votes, or a quarter of what the most voted movie of a small service has. */
async function listingOf(
  movies: readonly EstimatedMovie[],
  model: Epoch['model'],
  pause: () => Promise<void>,
): Promise<Listing> {
  const all: { weight: number; votes: number }[] = [];
  for (const { sums, prior } of movies) {
    if (all.length % VOTES_BETWEEN_PAUSES === 0) await pause();
    all.push({ weight: posterior(sums, prior, model)?.weight ?? 0, votes: votesIn(sums) });
  }
  const most = all.reduce((most, { weight }) => Math.max(most, weight), 0);
  const least = Math.min(MOST_TO_LIST, most / 4);
  const listed = Float64Array.from(
    all.filter(({ weight }) => weight >= least),
    ({ votes }) => votes,
  ).sort();
  return { least, gemVotes: listed[Math.floor((listed.length - 1) / 2)] ?? 0 };
}

function votesIn({ regular, newcomers, held }: Sums): number {
  return regular.votes + newcomers.votes + held.votes;
}

async function inSteps<T>(steps: Generator<void, T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await pause();
  }
}

async function inBatches<T>(
  all: readonly T[],
  work: (some: readonly T[]) => Promise<void>,
  pause: () => Promise<void>,
  size: number,
): Promise<void> {
  for (let i = 0; i < all.length; i += size) {
    await work(all.slice(i, i + size));
    await pause();
  }
}
