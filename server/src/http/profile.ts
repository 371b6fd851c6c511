import type { Static } from '@fastify/type-provider-typebox';
import type { Store } from '../ports.js';
import { meanOf } from '../ratings/tally.js';
import type { User } from '../users/user.js';
import type * as shapes from './account-shapes.js';
import { time } from './write.js';

const MOST_GENRES = 10;

/** A user with what their ratings add up to; the e-mail address only for those who may know it. */
export async function profileOf(
  { users, ratings }: Pick<Store, 'users' | 'ratings'>,
  user: User,
  viewer: Pick<User, 'id' | 'role'> | null,
): Promise<Static<typeof shapes.User>> {
  const [tally, counts, favouriteGenres] = await Promise.all([
    ratings.tallyOfUser(user.id),
    users.counts(user.id),
    users.favouriteGenres(user.id, MOST_GENRES),
  ]);
  const { email, createdAt, useForPredictions, allowMatching, ...open } = user;
  const knows = viewer !== null && (viewer.id === user.id || viewer.role === 'ADMIN');
  return {
    ...open,
    ...(knows && { email, useForPredictions, allowMatching }),
    createdAt: time(createdAt),
    counts,
    mean: meanOf(tally),
    histogram: tally.histogram,
    favouriteGenres,
  };
}
