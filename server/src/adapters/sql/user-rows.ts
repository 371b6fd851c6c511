import type { Selectable } from 'kysely';
import { handleKey } from '../../users/handle.js';
import type { UserChange } from '../../users/ports.js';
import type { User } from '../../users/user.js';
import type { Schema } from './schema.js';

/** What is told of someone; every request with a token reads them. */
export const USER_COLUMNS = [
  'users.id',
  'handle',
  'display_name',
  'email',
  'role',
  'scale',
  'privacy',
  'disabled',
  'use_for_predictions',
  'allow_matching',
  'users.created_at',
] as const;

type UserRow = Omit<
  Selectable<Schema['users']>,
  'handle_key' | 'display_key' | 'email_key' | 'password_hash' | 'revision' | 'owed' | 'unjudged'
>;

export function toUser(row: UserRow): User {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.display_name,
    email: row.email,
    role: row.role,
    scale: row.scale,
    privacy: row.privacy,
    disabled: row.disabled === 1,
    useForPredictions: row.use_for_predictions === 1,
    allowMatching: row.allow_matching === 1,
    createdAt: row.created_at,
  };
}

/** What a change writes; `mail` is the folded address of it. */
export function columnsOf(change: UserChange, mail: string | null) {
  return {
    ...(change.displayName !== undefined && {
      display_name: change.displayName,
      display_key: handleKey(change.displayName),
    }),
    ...(change.email !== undefined && { email: change.email, email_key: mail }),
    ...(change.scale !== undefined && { scale: change.scale }),
    ...(change.privacy !== undefined && { privacy: change.privacy }),
    ...(change.role !== undefined && { role: change.role }),
    ...(change.disabled !== undefined && { disabled: change.disabled ? 1 : 0 }),
    ...(change.useForPredictions !== undefined && {
      use_for_predictions: change.useForPredictions ? 1 : 0,
    }),
    ...(change.allowMatching !== undefined && { allow_matching: change.allowMatching ? 1 : 0 }),
    ...((change.passwordHash ?? change.rehash) !== undefined && {
      password_hash: change.passwordHash ?? change.rehash ?? null,
    }),
  };
}
