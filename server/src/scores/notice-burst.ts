import { STEPS_PER_STAR } from '../ratings/stars.js';
import { burstOf, type Counts } from './burst.js';
import { hourOf } from './count-votes.js';
import { type BurstFlag, type Decision, isWithin, type NewFlag } from './flag.js';
import type { Model } from './model.js';
import type { OwedScore, VoteHour } from './ports.js';

const HOUR_MS = 60 * 60_000;
const HOURS_A_DAY = 24;
/** An hour that a burst is looked for in ends now. */
const WINDOWS = [HOURS_A_DAY, 7 * HOURS_A_DAY] as const;
const LONGEST = WINDOWS[1];

export type Noticed = {
  raised: NewFlag | null;
  continued: { id: number; seenAt: number; toAt: number | null } | null;
};

/**
 * Looks at how the last day's and the last week's votes for a movie came, against all before. What is unusual begins a
 * flag; an unusual day keeps it going, and it ends when there was none for a week, or someone decides.
 */
export function noticeBurst(
  { tally, hours, firstHour, flags }: Pick<OwedScore, 'tally' | 'hours' | 'firstHour' | 'flags'>,
  { noise }: Pick<Model, 'noise'>,
  now: number,
): Noticed {
  const ended = endedBurst(flags, now);
  const going = ended === null ? openOf(flags) : undefined;
  const unusual =
    firstHour === null ? null : unusualWindow({ tally, hours, flags }, firstHour, noise, now);
  if (unusual === null || going === undefined) return { raised: unusual, continued: ended };
  // The last week's votes are still those of the day when it began.
  const goesOn = unusual.fromAt > now - WINDOWS[0] * HOUR_MS;
  return {
    raised: null,
    continued: goesOn ? { id: going.id, seenAt: now, toAt: null } : null,
  };
}

/** An open flag that ends, for there was nothing unusual for a week. */
export function endedBurst(flags: readonly BurstFlag[], now: number): Noticed['continued'] {
  const open = openOf(flags);
  if (open === undefined || now - open.seenAt <= LONGEST * HOUR_MS) return null;
  return { id: open.id, seenAt: open.seenAt, toAt: open.seenAt };
}

function openOf(flags: readonly BurstFlag[]): BurstFlag | undefined {
  return flags.find(({ toAt, decision }) => toAt === null && decision === null);
}

function unusualWindow(
  { tally, hours, flags }: Pick<OwedScore, 'tally' | 'hours' | 'flags'>,
  firstHour: number,
  noise: number,
  now: number,
): NewFlag | null {
  const decided = (decision?: Decision) => (hour: VoteHour) =>
    flags.some(
      (flag) =>
        flag.decision !== null &&
        (decision === undefined || flag.decision === decision) &&
        isWithin(hour, flag),
    );
  // What was an attack is no measure of what is usual.
  const attacks = countsOf(hours.filter(decided('attack')));
  for (const length of WINDOWS) {
    const from = hourOf(now) - length + 1;
    // What someone has decided about is not asked again.
    const inside = countsOf(hours.filter((hour) => hour.hour >= from && !decided()(hour)));
    const before = {
      votes: tally.count - inside.votes - attacks.votes,
      stars: tally.sum / STEPS_PER_STAR - inside.stars - attacks.stars,
      // The tally is ahead of the hours: what was just taken back may be in them still.
      lowest: Math.max(0, (tally.histogram[0] ?? 0) - inside.lowest - attacks.lowest),
      highest: Math.max(0, (tally.histogram.at(-1) ?? 0) - inside.highest - attacks.highest),
      days: Math.max(1, (from - firstHour) / length),
    };
    const { isUnusual, ...burst } = burstOf(inside, before, noise);
    if (!isUnusual) continue;
    return {
      ...burst,
      fromAt: from * HOUR_MS,
      seenAt: now,
      votes: inside.votes,
      mean: inside.stars / inside.votes,
      meanBefore: before.stars / before.votes,
    };
  }
  return null;
}

function countsOf(hours: readonly VoteHour[]): Counts {
  const sum = (what: keyof Counts) => hours.reduce((all, hour) => all + hour[what], 0);
  return {
    votes: sum('votes'),
    stars: sum('stars'),
    lowest: sum('lowest'),
    highest: sum('highest'),
  };
}
