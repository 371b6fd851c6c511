import { Type } from '@fastify/type-provider-typebox';
import { DECISIONS } from '../scores/flag.js';
import { Nullable, oneOf, Time } from './shape-parts.js';

const Someone = Nullable(Type.Object({ id: Type.Integer(), handle: Type.String() }));

export const Flag = Type.Object(
  {
    id: Type.Integer(),
    movie: Type.Object({
      id: Type.Integer(),
      title: Type.String(),
      year: Nullable(Type.Integer()),
    }),
    from: Time,
    to: Nullable(Time),
    seenAt: Time,
    votes: Type.Integer({ description: 'How many came in that way when it was noticed' }),
    mean: Type.Number({ description: 'Of those votes, in stars' }),
    meanBefore: Type.Number({ description: 'Of the votes before, in stars' }),
    decision: Nullable(oneOf(DECISIONS)),
    note: Nullable(Type.String()),
    decidedBy: Someone,
    decidedAt: Nullable(Time),
    evidence: Type.Object({
      z: Type.Number({ description: 'How far the mean is off, in standard deviations' }),
      pace: Type.Number({
        description: 'How many more came than usual, in standard deviations',
      }),
      oddness: Type.Number({
        description: 'How likely so many lowest or highest ones are by chance',
      }),
    }),
  },
  {
    $id: 'Flag',
    description:
      'Votes for a movie that came in an unusual way: they weigh next to nothing until somebody has decided. ' +
      'to is null while it goes on; seenAt is when votes last came in that way',
  },
);

export const AuditEntry = Type.Object(
  {
    id: Type.Integer(),
    at: Time,
    actor: Someone,
    action: Type.String({ examples: ['flag-decided'] }),
    subject: Type.String({ examples: ['flag:12'] }),
    detail: Type.Object({}, { additionalProperties: true }),
  },
  { $id: 'AuditEntry', description: 'actor is null once they are gone' },
);
