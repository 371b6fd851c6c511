import type { AllRatings } from '../../server/src/scores/estimate.js';
import { faker, type Kind } from './fakes.js';
import { type Luck, luck } from './luck.js';
import { meanOf } from './measures.js';
import { type DataSet, ratingsByMovie, some } from './movielens.js';
import { imdb, median } from './others.js';
import { say, type Target, table } from './report.js';
import { estimateOf, scoreOf } from './scoring.js';
import { windows } from './windows.js';

type Attack = { kind: Kind; isPush: boolean; isBurst: boolean; share: number };
/** How a movie stands by each score, or how far it moved; and the share of the fake votes that are held. */
const FIGURES = ['mean', 'imdb', 'median', 'free', 'ours', 'held'] as const;
type Figures = Record<(typeof FIGURES)[number], number>;
/** All ratings, real and fake, with when each was given. */
type History = AllRatings & { times: Int32Array };

const TARGETS = 20;
const TARGET_RATINGS = 60;
const BURST_SECONDS = 6 * 3600;
const DRIP_SECONDS = 90 * 86_400;
const WINDOW_HOURS = 24;
const MOST_IN_BURST = 0.12;
const MOST_DRIPPED = 0.25;
/** By more fakes than there are people. */
const MOST_OUTNUMBERED = 0.3;

/** In pairs, push and nuke. */
const ATTACKS: Attack[] = [
  ...(['random', 'average', 'bandwagon', 'love/hate', 'copies', 'one vote'] as const).map(
    (kind) => ({ kind, isBurst: true, share: 0.05 }),
  ),
  { kind: 'one vote' as const, isBurst: true, share: 0.2 },
  { kind: 'average' as const, isBurst: true, share: 0.01 },
  ...(['random', 'average', 'bandwagon', 'love/hate', 'copies', 'one vote'] as const).map(
    (kind) => ({ kind, isBurst: false, share: 0.05 }),
  ),
  { kind: 'one vote' as const, isBurst: false, share: 0.2 },
  { kind: 'one vote' as const, isBurst: false, share: 1.2 },
].flatMap((attack) => [
  { ...attack, isPush: true },
  { ...attack, isPush: false },
]);

/** How far fake accounts move the score of a movie with about 60 ratings, on average over such movies. */
export function attacks(data: DataSet, targets: number): Target[] {
  const byMovie = ratingsByMovie(data);
  const distance = (i: number) => Math.abs(byMovie[i]!.length - TARGET_RATINGS);
  const chosen = [...byMovie.keys()]
    .sort((a, b) => distance(a) - distance(b) || a - b)
    .slice(0, TARGETS);
  const fake = faker(data);
  const genuine = historyOf(data, [], data.raterCount);
  const estimated = estimateOf(genuine);
  const before = new Map(chosen.map((i) => [i, scores(genuine, estimated, data, i, byMovie[i]!)]));

  const results: { attack: Attack; shift: Figures }[] = [];
  for (const [seed, attack] of ATTACKS.entries()) {
    const some = luck(100 + seed);
    const shifts = chosen.slice(0, targets).map((target) => {
      const own = byMovie[target]!;
      const { history, votes } = attacked(data, attack, target, own, fake, some);
      const estimatedNow = estimateOf(history);
      const after = scores(history, estimatedNow, data, target, votes);
      return each((figure) => after[figure] - before.get(target)![figure]);
    });
    results.push({ attack, shift: each((figure) => meanOf(shifts.map((one) => one[figure]))) });
  }

  say(
    `\n## Attacks: ${data.name}, shift in stars, ${targets} movies of ${TARGET_RATINGS} ratings\n`,
  );
  table(
    ['attack', 'fakes', 'plain mean', 'IMDb m=25', 'median', 'ours, nothing held', 'ours', 'held'],
    results.map(({ attack, shift }) => [
      nameOf(attack),
      `${100 * attack.share} %`,
      ...[shift.mean, shift.imdb, shift.median, shift.free, shift.ours].map(signed),
      `${Math.round(100 * shift.held)} %`,
    ]),
  );
  return results.flatMap(({ attack, shift }): Target[] => {
    const name = `${data.name}: ${nameOf(attack)}, ${100 * attack.share} %`;
    const value = Math.abs(shift.ours);
    if (attack.isBurst) return [{ name, value, atMost: MOST_IN_BURST }];
    // Where a plain mean moves by 1.8; profiles like anyone's, one at a time, nothing here can tell.
    return attack.kind === 'one vote' && data.name === 'ML-100K'
      ? [{ name, value, atMost: attack.share > 1 ? MOST_OUTNUMBERED : MOST_DRIPPED }]
      : [];
  });
}

function attacked(
  data: DataSet,
  { kind, isPush, isBurst, share }: Attack,
  target: number,
  own: readonly number[],
  fake: ReturnType<typeof faker>,
  { below, uniform, ...rest }: Luck,
): { history: History; votes: number[] } {
  // In the second half of the movie's own ratings, so that there are some before and some after.
  const middle = own.length >> 1;
  const start = data.times[own[middle + below(own.length - middle)]!]!;
  const length = isBurst ? BURST_SECONDS : DRIP_SECONDS;
  const added: { rater: number; movie: number; stars: number; time: number }[] = [];
  const accounts = Math.round(share * data.raterCount);
  for (let account = 0; account < accounts; account++) {
    const rater = data.raterCount + account;
    const time = start + Math.floor(length * uniform());
    const profile = fake(kind, isPush, { below, uniform, ...rest });
    for (const { movie, stars } of profile) {
      if (movie !== target) added.push({ rater, movie, stars, time });
    }
    added.push({ rater, movie: target, stars: isPush ? 5 : data.lowest, time });
  }
  const history = historyOf(data, added, data.raterCount + accounts);
  const votes = [...own];
  for (const [i, { movie }] of added.entries()) {
    if (movie === target) votes.push(data.stars.length + i);
  }
  votes.sort((a, b) => history.times[a]! - history.times[b]!);
  return { history, votes };
}

function historyOf(
  data: DataSet,
  added: readonly { rater: number; movie: number; stars: number; time: number }[],
  raterCount: number,
): History {
  const all = some(data, [...data.movies.keys()]);
  return {
    ...all,
    raters: Int32Array.from([...all.raters, ...added.map(({ rater }) => rater)]),
    movies: Int32Array.from([...all.movies, ...added.map(({ movie }) => movie)]),
    stars: Float32Array.from([...all.stars, ...added.map(({ stars }) => stars)]),
    times: Int32Array.from([...data.times, ...added.map(({ time }) => time)]),
    raterCount,
  };
}

/** Of one movie, whose votes are given oldest first. */
function scores(
  history: History,
  estimated: ReturnType<typeof estimateOf>,
  data: DataSet,
  movie: number,
  votes: readonly number[],
): Figures {
  const timed = votes.map((k) => ({ time: history.times[k]!, stars: history.stars[k]! }));
  const held = new Set<number>();
  const ends = { lowest: data.lowest, highest: 5 };
  for (const { from, to, burst } of windows(timed, WINDOW_HOURS, ends, estimated.model.noise)) {
    if (!burst.isUnusual) continue;
    for (let i = from; i <= to; i++) held.add(votes[i]!);
  }
  const stars = timed.map((vote) => vote.stars);
  const fakes = votes.filter((k) => k >= data.stars.length);
  return {
    mean: meanOf(stars),
    imdb: imdb(stars, 25, meanOf([...history.stars])),
    median: median(stars),
    free: scoreOf(history, estimated, movie, votes).stars,
    ours: scoreOf(history, estimated, movie, votes, (k) => held.has(k)).stars,
    held: fakes.filter((k) => held.has(k)).length / Math.max(1, fakes.length),
  };
}

function each(value: (figure: keyof Figures) => number): Figures {
  return Object.fromEntries(FIGURES.map((figure) => [figure, value(figure)])) as Figures;
}

function nameOf({ kind, isPush, isBurst }: Attack): string {
  return `${kind}, ${isPush ? 'push' : 'nuke'}, ${isBurst ? 'in one burst' : 'over 90 days'}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
