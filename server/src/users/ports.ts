import type { Page, PageRequest } from '../page.js';
import type { TokenScope } from './token.js';
import type { Privacy, Role, Scale, User, UserId } from './user.js';

export type NewUser = {
  handle: string;
  displayName: string;
  email: string | null;
  passwordHash: string | null;
  role: Role;
};

export type UserChange = {
  displayName?: string | undefined;
  email?: string | null | undefined;
  scale?: Scale | undefined;
  privacy?: Privacy | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
  useForPredictions?: boolean | undefined;
  allowMatching?: boolean | undefined;
  passwordHash?: string | undefined;
  /** The same password under newer parameters. */
  rehash?: string | undefined;
  /** The hash that either of them takes the place of. */
  replacing?: string | null | undefined;
  /** The token of who asks. */
  askedBy?: number | undefined;
};

export type Added = { user: User } | { taken: 'handle' | 'email' };
export type Changed = { user: User } | { taken: 'email' } | 'last-admin' | 'outdated' | 'gone';

export type UserFilter = { q?: string | undefined; role?: Role | undefined };

/** No two users share a handle or an e-mail address, in whatever letters. While there are users, one is ADMIN. */
export type Users = {
  /** The very first user becomes ADMIN, whatever was asked. */
  add(user: NewUser, now: number): Promise<Added>;

  find(id: UserId): Promise<User | null>;

  /** As `find`; nobody else changes the user, or what the user rates, until the transaction ends. */
  lock(id: UserId): Promise<User | null>;
  findByHandle(handle: string): Promise<User | null>;

  /** By handle or e-mail address, with the password's hash. */
  findForSignIn(name: string): Promise<{ user: User; passwordHash: string | null } | null>;

  /**
   * A new password, and disabling, end every token of the user with it. `outdated`, and nothing changed, when the hash
   * that was to be replaced has been replaced already, or the token of who asks has ended.
   */
  change(id: UserId, change: UserChange): Promise<Changed>;

  /** Everything of the person goes, and every tally is as if they had never rated. */
  remove(id: UserId): Promise<'removed' | 'last-admin' | 'gone'>;

  /** Oldest first. `q` is part of a handle, a display name or an e-mail address. */
  list(filter: UserFilter, page: PageRequest): Promise<Page<User>>;

  /** Genres by how many of the user's ratings they have, with their mean in stars. */
  favouriteGenres(id: UserId, limit: number): Promise<GenreTaste[]>;

  counts(id: UserId): Promise<UserCounts>;
};

/** `watchlist` counts films. */
export type UserCounts = {
  ratings: number;
  favourites: number;
  viewings: number;
  watchlist: number;
};

export type GenreTaste = { name: string; count: number; mean: number };

export type TokenRecord = {
  id: number;
  kind: 'session' | 'access';
  name: string | null;
  scope: TokenScope;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
};

export type NewToken = {
  userId: UserId;
  kind: 'session' | 'access';
  name: string | null;
  scope: TokenScope;
  hash: string;
  expiresAt: number | null;
};

/** Tokens are kept as hashes only. */
export type Tokens = {
  add(token: NewToken, now: number): Promise<TokenRecord>;

  /** With its user, whatever its age; the caller judges whether it still counts. */
  find(hash: string): Promise<{ token: TokenRecord; user: User } | null>;

  touch(id: number, now: number): Promise<void>;

  /** The user's access tokens, newest first. */
  list(userId: UserId): Promise<TokenRecord[]>;

  /** False when the user has no such token. */
  remove(userId: UserId, id: number): Promise<boolean>;

  /** Removes those that can never count again. */
  prune(idleSince: number, now: number): Promise<number>;
};

/** Hashing is slow on purpose, and done two at a time. */
export type Passwords = {
  hash(password: string): Promise<string>;

  /** Without a hash it takes as long, and is wrong. `stale`: right, but hashed by yesterday's parameters. */
  verify(hash: string | null, password: string): Promise<'right' | 'wrong' | 'stale'>;
};

/** Opaque bearer tokens. */
export type TokenMaker = {
  /** At least 128 random bits, behind `hs_`. */
  make(): { token: string; hash: string };
  hash(token: string): string;
};

/** Counts what may happen so often in so long. */
export type Limits = {
  /** Takes one; `allowed` false when none was left. */
  take(key: string): Promise<Allowance>;

  /** Gives back one taken for what turned out not to count. */
  giveBack(key: string): Promise<void>;
};

export type Allowance = { allowed: boolean; left: number; resetSeconds: number };
