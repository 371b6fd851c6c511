import type { Answers } from './load.js';

/** Nobody waits for longer. */
export const LONGEST_MS = 1000;
const UNAVAILABLE = 503;

/** Counts answers, and tells how long they took. */
export function counted() {
  const ms: number[] = [];
  const kinds: number[][] = [];
  const refusals: number[] = [];
  let good = 0;
  const statuses: Record<number, number> = {};
  return {
    add(status: number, took: number, kind: number) {
      statuses[status] = (statuses[status] ?? 0) + 1;
      ms.push(took);
      if (status === UNAVAILABLE) refusals.push(took);
      if (status > 0 && status < 400 && took <= LONGEST_MS) good++;
      const its = kinds[kind] ?? [];
      its.push(took);
      kinds[kind] = its;
    },
    result(seconds: number): Answers {
      ms.sort((a, b) => a - b);
      const at = (values: number[], share: number) =>
        values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
      const p99 = (values: number[]) =>
        at(
          values.sort((a, b) => a - b),
          0.99,
        );
      return {
        answers: ms.length,
        perSecond: ms.length / seconds,
        statuses,
        p50: at(ms, 0.5),
        p95: at(ms, 0.95),
        p99: at(ms, 0.99),
        p99OfKind: kinds.map((one) => p99(one)),
        goodPerSecond: good / seconds,
        p99OfRefusals: refusals.length === 0 ? null : p99(refusals),
      };
    },
  };
}
