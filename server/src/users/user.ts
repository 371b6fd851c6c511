import type { Brand } from '../brand.js';

export type UserId = Brand<number, 'UserId'>;
export const ROLES = ['USER', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];
export const SCALES = ['halves', 'ten', 'hundred'] as const;
/** How the web page shows stars; the API always speaks stars. */
export type Scale = (typeof SCALES)[number];
export const PRIVACIES = ['public', 'private'] as const;
export type Privacy = (typeof PRIVACIES)[number];

export const LONGEST_DISPLAY_NAME = 100;

export type User = {
  id: UserId;
  handle: string;
  displayName: string;
  email: string | null;
  role: Role;
  scale: Scale;
  privacy: Privacy;
  disabled: boolean;
  /** Whether predictions for others learn from this user's ratings. */
  useForPredictions: boolean;
  /** Whether others may compare their taste with this user's. */
  allowMatching: boolean;
  createdAt: number;
};

/** Whoever may see the ratings, favourites and statistics of a user: the public, or the user and ADMINs. */
export function maySee(subject: User, viewer: Pick<User, 'id' | 'role'> | null): boolean {
  if (subject.privacy === 'public') return true;
  return viewer !== null && (viewer.id === subject.id || viewer.role === 'ADMIN');
}
