import { fail } from '../problem.js';
import type { Audit } from '../users/audit.js';
import type { UserId } from '../users/user.js';
import type { Decision } from './flag.js';
import type { FlagRecord, Flags } from './flags.js';

/** Of one transaction. */
type Needs = {
  flags: Pick<Flags, 'lock' | 'decide'>;
  audit: Pick<Audit, 'add'>;
  now: () => number;
};
type Asked = { viewerId: UserId; flagId: number };

/** Says what the votes of a flag were. Deciding again replaces what was decided; both are put down. */
export async function decideFlag(
  needs: Needs,
  { viewerId, flagId }: Asked,
  { decision, note }: { decision: Decision; note: string | null },
): Promise<FlagRecord> {
  const before = await mustLock(needs, flagId);
  const at = needs.now();
  const flag = await mustDecide(needs, flagId, { decision, note, by: viewerId, at });
  await needs.audit.add({
    at,
    actorId: viewerId,
    action: 'flag-decided',
    subject: `flag:${flagId}`,
    detail: { movieId: flag.movie.id, decision, before: before.decision, note },
  });
  return flag;
}

/** Opens a flag again. One that is open stays as it is, and nothing is put down. */
export async function withdrawDecision(
  needs: Needs,
  { viewerId, flagId }: Asked,
): Promise<FlagRecord> {
  const before = await mustLock(needs, flagId);
  if (before.decision === null) return before;
  const flag = await mustDecide(needs, flagId, null);
  await needs.audit.add({
    at: needs.now(),
    actorId: viewerId,
    action: 'flag-decision-withdrawn',
    subject: `flag:${flagId}`,
    detail: { movieId: flag.movie.id, decision: null, before: before.decision, note: null },
  });
  return flag;
}

async function mustLock({ flags }: Needs, id: number): Promise<FlagRecord> {
  return (await flags.lock(id)) ?? fail({ kind: 'flag-not-found' });
}

async function mustDecide(
  { flags }: Needs,
  ...[id, verdict]: Parameters<Flags['decide']>
): Promise<FlagRecord> {
  return (await flags.decide(id, verdict)) ?? fail({ kind: 'flag-not-found' });
}
