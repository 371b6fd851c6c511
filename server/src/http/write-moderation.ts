import type { Static } from '@fastify/type-provider-typebox';
import type { FlagRecord } from '../scores/flags.js';
import type * as audit from '../users/audit.js';
import type { AuditEntry, Flag } from './moderation-shapes.js';
import { time, timeOrNull } from './write.js';

export function writeFlag(flag: FlagRecord): Static<typeof Flag> {
  const { fromAt, toAt, seenAt, decidedAt, z, pace, oddness, ...rest } = flag;
  return {
    ...rest,
    from: time(fromAt),
    to: timeOrNull(toAt),
    seenAt: time(seenAt),
    decidedAt: timeOrNull(decidedAt),
    evidence: { z, pace, oddness },
  };
}

export function writeAuditEntry(entry: audit.AuditEntry): Static<typeof AuditEntry> {
  return { ...entry, at: time(entry.at) };
}
