import { Type } from '@fastify/type-provider-typebox';
import { PRIVACIES, ROLES, SCALES } from '../users/user.js';
import { WHETHER_MATCHED, WHETHER_USED } from './account-shapes.js';
import { oneOf } from './shape-parts.js';

const words = (maxLength: number) => Type.String({ maxLength, format: 'line' });
// Longer than any that is taken: the rules of the room say better what is wrong.
const Password = Type.String({ maxLength: 2000 });
const Email = Type.Union([words(300), Type.Null()]);

export const NewUser = Type.Object(
  {
    handle: words(300),
    password: Password,
    displayName: Type.Optional(Type.Union([words(300), Type.Null()])),
    email: Type.Optional(Email),
  },
  {
    additionalProperties: false,
    examples: [{ handle: 'ana', password: 'a long pass phrase of yours' }],
  },
);

export const UserChange = Type.Object(
  {
    displayName: Type.Optional(words(300)),
    email: Type.Optional(Email),
    scale: Type.Optional(oneOf(SCALES)),
    privacy: Type.Optional(oneOf(PRIVACIES)),
    useForPredictions: Type.Optional(Type.Boolean({ description: WHETHER_USED })),
    allowMatching: Type.Optional(Type.Boolean({ description: WHETHER_MATCHED })),
    password: Type.Optional(Password),
    currentPassword: Type.Optional(Password),
    role: Type.Optional(oneOf(ROLES)),
    disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
