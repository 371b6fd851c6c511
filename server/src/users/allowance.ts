import type { Allowance, Limits } from './ports.js';

/** For a limit of 0, which is none. */
export const unlimited: Limits = {
  take: async () => ({ allowed: true, left: Number.POSITIVE_INFINITY, resetSeconds: 0 }),
  giveBack: async () => {},
};

/** What remains of a limit, and in how many whole seconds it begins anew. */
export function allowanceOf(allowed: boolean, left: number, msLeft: number): Allowance {
  return { allowed, left: Math.max(0, left), resetSeconds: Math.max(1, Math.ceil(msLeft / 1000)) };
}
