import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { KeptPopular, OutsideCatalogue } from '../catalogue/outside.js';
import type { Refresher } from '../catalogue/refresh.js';
import type { Packer } from '../exports/export.js';
import type { ImportJob } from '../import-job.js';
import type { Parking } from '../imports/ports.js';
import type { Clock, Metrics, Sealer, Store } from '../ports.js';
import type { Predictor } from '../predictions/predictor.js';
import type { Viewer } from '../users/access.js';
import type { PasswordAttempts } from '../users/attempts.js';
import type { Limits, Passwords, TokenMaker } from '../users/ports.js';
import type { User } from '../users/user.js';

export const BASE = '/api/v1';

/** Fastify, with request types taken from the schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What a process may come to before it takes no more; 0 for no bound. */
export type Pressure = { delayMs: number; heapBytes: number; rssBytes: number };

/** All that routes work with. */
export type Services = {
  store: Store;
  /** A copy of it that may be a moment behind; null when there is none. */
  replica: Store | null;
  passwords: Passwords;
  maker: TokenMaker;
  packer: Packer;
  parking: Parking;
  sealer: Sealer;
  attempts: PasswordAttempts;
  /** By address. */
  signUps: Limits;
  /** By token or address. */
  requests: Limits;
  requestsPerMinute: number;
  now: Clock;
  /** From 0 up to 1. */
  chance: () => number;
  predictor: Predictor;
  /** Signs cursors. */
  secret: string;
  /** Stands before every revision that leaves the service. */
  feedOrigin: number;
  signUpOpen: boolean;
  publicRead: boolean;
  demo: boolean;
  /** Where the web page was built; null when there is none. */
  pageFolder: string | null;
  trustProxy: string[];
  /** Popular films of TMDB; null without a key. */
  keptPopular: KeptPopular | null;
  /** TMDB itself; null without a key. */
  outside: OutsideCatalogue | null;
  refresher: Refresher | null;
  /** Whether Redis answers; null when none is set. */
  checkRedis: (() => Promise<boolean>) | null;
  /** Called after a rating was written: a score is owed. */
  ratingsChanged: () => void;
  /** Takes in an upload, and goes on with it; the last fails when nobody wants it any more. */
  receiveImport: ImportJob['receive'];
  /** Called when an import is to be gone on with. */
  importWaits: () => void;
  /** Called when somebody asks for something that is about no import: imports go on slower for a while. */
  othersAsk: () => void;
  /** How long a score that is owed may have waited, in seconds; null where another process publishes them. */
  jobsLag: () => number | null;
  metrics: Metrics;
  /** What is too much; null to take everything. */
  pressure: Pressure | null;
  /** Makes validators and serialisers at start, where others make each when it is used first. */
  buildsAtOnce: boolean;
  /** True once a stop has been asked for. */
  stopping: () => boolean;
};

/**
 * Who may call an operation. ANYONE needs no token (unless reading is not public), VIEWER any, OWNER the user that
 * the path names, CREATOR whoever added the movie.
 */
export type Caller = 'ANYONE' | 'VIEWER' | 'OWNER' | 'CREATOR' | 'ADMIN';

/** How an answer may be kept: by everyone for a moment, by the viewer's browser, or by nobody. */
export type Keeping = 'catalogue' | 'personal' | 'none';

declare module 'fastify' {
  interface FastifyContextConfig {
    who?: readonly Caller[];
    /** Stays open where PUBLIC_READ=false closes the rest, and has no rate limit of its own. */
    door?: 'open' | 'unlimited';
    keeping?: Keeping;
    /** What who is not signed in was answered stands in while the database is away, as of what anyone may keep. */
    standsIn?: boolean;
    /**
     * The same answer is sent again, to anyone, as long as nothing has changed; only of what says nothing of who asks,
     * and is cheap to make when it has changed.
     */
    sentAgain?: boolean;
    /** What the body is, and a good answer, where that is not JSON. */
    body?: 'bytes';
    answer?: 'events';
    /** False for what a read-only token may do all the same: end itself. */
    writes?: boolean;
  }
  interface FastifyRequest {
    viewer: Viewer | null;
    /** The user that the path names, when the route has one. */
    subject: User | null;
  }
}
