import { Type } from '@fastify/type-provider-typebox';
import { TOKEN_SCOPES } from '../users/token.js';
import { PRIVACIES, ROLES, SCALES } from '../users/user.js';
import { Histogram, Nullable, oneOf, ref, Time } from './shape-parts.js';

export const WHETHER_USED = 'Whether predictions for others learn from these ratings';
export const WHETHER_MATCHED = 'Whether others may compare their taste with this user’s';

export const User = Type.Object(
  {
    id: Type.Integer(),
    handle: Type.String(),
    displayName: Type.String(),
    email: Type.Optional(Nullable(Type.String({ description: 'For the user and ADMINs only' }))),
    role: oneOf(ROLES),
    scale: oneOf(SCALES),
    privacy: oneOf(PRIVACIES),
    disabled: Type.Boolean(),
    useForPredictions: Type.Optional(
      Type.Boolean({ description: `${WHETHER_USED}; for the user and ADMINs only` }),
    ),
    allowMatching: Type.Optional(
      Type.Boolean({ description: `${WHETHER_MATCHED}; for the user and ADMINs only` }),
    ),
    createdAt: Time,
    counts: Type.Object({
      ratings: Type.Integer(),
      favourites: Type.Integer(),
      viewings: Type.Integer(),
      watchlist: Type.Integer(),
    }),
    mean: Nullable(Type.Number()),
    histogram: Histogram,
    favouriteGenres: Type.Array(
      Type.Object({ name: Type.String(), count: Type.Integer(), mean: Type.Number() }),
    ),
  },
  { $id: 'User' },
);

export const Session = Type.Object(
  { expiresAt: Nullable(Time), user: ref(User) },
  {
    $id: 'Session',
    description: 'expiresAt: when the token ends if it is not used before; null for never',
  },
);

export const SessionOpened = Type.Object(
  { token: Type.String(), expiresAt: Time, user: ref(User) },
  { $id: 'SessionOpened' },
);

export const AccessToken = Type.Object(
  {
    id: Type.Integer(),
    name: Type.String(),
    scope: oneOf(TOKEN_SCOPES),
    createdAt: Time,
    expiresAt: Nullable(Time),
    lastUsedAt: Nullable(Time),
  },
  { $id: 'AccessToken' },
);

export const AccessTokenMade = Type.Object(
  { ...AccessToken.properties, token: Type.String({ description: 'Shown this once' }) },
  { $id: 'AccessTokenMade' },
);
