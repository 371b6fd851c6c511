import type { UserId } from '../users/user.js';

/** Two people where at least one lets the other choose films for both; null: not, or not yet. */
export type Companion = {
  user: { id: UserId; handle: string; displayName: string };
  /** Since when the user lets the companion. */
  agreedAt: number | null;
  /** Since when the companion lets the user. */
  theyAgreedAt: number | null;
};

/** How many people one lets choose films for both. */
export const MOST_COMPANIONS = 100;

/** Who lets whom choose films for both. Whoever is disabled is left out, but does not lose what was agreed. */
export type Companions = {
  /** Lets another; `added` false when that was so already. Null when there is no such user; 'full' beyond `most`. */
  add(
    userId: UserId,
    companionId: UserId,
    now: number,
    most: number,
  ): Promise<{ added: boolean; at: number } | 'full' | null>;

  /** From now on neither may, and neither asks the other. False when that was so already. */
  remove(userId: UserId, companionId: UserId): Promise<boolean>;

  find(userId: UserId, companionId: UserId): Promise<Companion | null>;

  /** Everyone whom the user lets, and the latest who let the user, `most` of each; by handle. */
  list(userId: UserId, most: number): Promise<Companion[]>;

  /** Those of these people who let the user, as the user lets them. */
  mutual(userId: UserId, companionIds: readonly UserId[]): Promise<UserId[]>;
};
