import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/** Seconds of CPU that a process has had: its own, and what the system did for it. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What was done in a second, and for how much CPU of the process that did it, in microseconds a piece. */
export type Pace = { perSecond: number; micros: number };

/** One after the other, round by round, so that what else the machine does meets all alike; the medians of each. */
export async function interleaved<Name extends string>(
  rounds: number,
  contenders: Record<Name, () => Promise<Pace>>,
): Promise<Record<Name, Pace>> {
  const names = Object.keys(contenders) as Name[];
  const paces = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Pace[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) paces[name].push(await contenders[name]());
  }
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        perSecond: median(paces[name].map(({ perSecond }) => perSecond)),
        micros: median(paces[name].map(({ micros }) => micros)),
      },
    ]),
  ) as Record<Name, Pace>;
}

/** Runs `work`, and says what it took of the process. */
export async function pace(
  pid: number,
  work: () => Promise<{ answers: number; perSecond: number }>,
): Promise<Pace> {
  const before = cpuOf(pid);
  const { answers, perSecond } = await work();
  return { perSecond, micros: ((cpuOf(pid) - before) / answers) * 1e6 };
}
