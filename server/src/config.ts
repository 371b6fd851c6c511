import {
  addresses,
  anyText,
  type DatabasePlace,
  databaseUrl,
  flag,
  type Kind,
  oneOf,
  redisUrl,
  secret,
  webAddress,
  whole,
} from './setting-kinds.js';

/** Every setting, read once and checked. */
export type Config = {
  host: string;
  port: number;
  database: DatabasePlace;
  signUp: 'open' | 'closed';
  publicRead: boolean;
  demo: boolean;
  rateLimitPerMinute: number;
  signInLimit: number;
  signInAddressLimit: number;
  signUpAddressLimit: number;
  trustProxy: string[];
  logLevel: (typeof LOG_LEVELS)[number];
  redisUrl: string | null;
  /** Null without a key: then popular films are told from our own ratings. */
  tmdb: TmdbConfig | null;
  cacheTtlSeconds: number;
  cacheStaleSeconds: number;
};

export type TmdbConfig = {
  baseUrl: string;
  credentials: { accessToken: string } | { apiKey: string };
  timeoutMs: number;
  retries: number;
  backoffMs: number;
};

type Environment = Record<string, string | undefined>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
const LARGEST_LIMIT = 1_000_000;
const DAY_SECONDS = 24 * 60 * 60;
/** No longer may what TMDB says be kept. */
const SIX_MONTHS_SECONDS = 180 * DAY_SECONDS;
const MINUTE_MS = 60_000;
const MOST_RETRIES = 10;

/** Says in one sentence each what is wrong with the settings. */
export class BadSettings extends Error {
  readonly sentences: string[];

  constructor(sentences: string[]) {
    super(sentences.join('\n'));
    this.name = 'BadSettings';
    this.sentences = sentences;
  }
}

/** Reads the settings; throws BadSettings that names everything wrong with them at once. */
export function readConfig(environment: Environment): Config {
  const wrong: string[] = [];
  const read = <T>(name: string, fallback: string, { expected, parse, secret }: Kind<T>): T => {
    const text = environment[name]?.trim() || fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    wrong.push(`${name} must be ${expected}, not "${secret ? MASK : withoutPassword(text)}".`);
    return parse(fallback) as T;
  };
  const demo = read('DEMO', 'false', flag);
  const config = {
    host: read('HOST', '127.0.0.1', anyText),
    port: read('PORT', '8080', whole(0, 65_535)),
    database: read('DATABASE_URL', demo ? 'memory:' : 'file:./data/halfstar.db', databaseUrl),
    signUp: read('SIGNUP', 'open', oneOf('open', 'closed')),
    publicRead: read('PUBLIC_READ', 'true', flag),
    demo,
    rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE', '600', whole(0, LARGEST_LIMIT)),
    signInLimit: read('SIGN_IN_LIMIT', '10', whole(0, LARGEST_LIMIT)),
    signInAddressLimit: read('SIGN_IN_ADDRESS_LIMIT', '30', whole(0, LARGEST_LIMIT)),
    signUpAddressLimit: read('SIGN_UP_ADDRESS_LIMIT', '30', whole(0, LARGEST_LIMIT)),
    trustProxy: read('TRUST_PROXY', 'false', addresses),
    logLevel: read('LOG_LEVEL', 'info', oneOf(...LOG_LEVELS)),
    redisUrl: read('REDIS_URL', '', redisUrl) || null,
    tmdb: readTmdb(read),
    cacheTtlSeconds: read('CACHE_TTL_SECONDS', '30', whole(1, DAY_SECONDS)),
    cacheStaleSeconds: read('CACHE_STALE_SECONDS', '604800', whole(0, SIX_MONTHS_SECONDS)),
  } satisfies Config;
  const demoPublic = read('DEMO_PUBLIC', 'false', flag);
  if (demo && config.database.kind !== 'memory') {
    wrong.push(
      'DEMO=true needs a volatile database: its well-known tokens would open every rating kept. ' +
        'Leave DATABASE_URL unset, or set it to memory:.',
    );
  }
  if (demo && !LOOPBACK.test(config.host) && !demoPublic) {
    wrong.push(
      `DEMO=true listens on this machine only, not on HOST=${config.host}: anyone can know its tokens. ` +
        'Set DEMO_PUBLIC=true if everyone on the network may be ADMIN.',
    );
  }
  if (wrong.length > 0) throw new BadSettings(wrong);
  return config;
}

const MASK = '***';

type Read = <T>(name: string, fallback: string, kind: Kind<T>) => T;

/** TMDB's settings, checked also when there is no key. */
function readTmdb(read: Read): TmdbConfig | null {
  const accessToken = read('TMDB_ACCESS_TOKEN', '', secret);
  const apiKey = read('TMDB_API_KEY', '', secret);
  const settings = {
    baseUrl: read('TMDB_BASE_URL', 'https://api.themoviedb.org/3', webAddress),
    timeoutMs: read('TMDB_TIMEOUT_MS', '3000', whole(1, MINUTE_MS)),
    retries: read('TMDB_RETRIES', '2', whole(0, MOST_RETRIES)),
    backoffMs: read('TMDB_BACKOFF_MS', '200', whole(1, MINUTE_MS)),
  };
  if (accessToken !== '') return { ...settings, credentials: { accessToken } };
  return apiKey === '' ? null : { ...settings, credentials: { apiKey } };
}

/** The effective settings as `NAME=value` lines, secrets masked. */
export function describeConfig(config: Config): string[] {
  const database = config.database.kind === 'memory' ? 'memory:' : `file:${config.database.path}`;
  return Object.entries({
    HOST: config.host,
    PORT: config.port,
    DATABASE_URL: database,
    SIGNUP: config.signUp,
    PUBLIC_READ: config.publicRead,
    DEMO: config.demo,
    RATE_LIMIT_PER_MINUTE: config.rateLimitPerMinute,
    SIGN_IN_LIMIT: config.signInLimit,
    SIGN_IN_ADDRESS_LIMIT: config.signInAddressLimit,
    SIGN_UP_ADDRESS_LIMIT: config.signUpAddressLimit,
    TRUST_PROXY: config.trustProxy.join(',') || 'false',
    LOG_LEVEL: config.logLevel,
    REDIS_URL: config.redisUrl === null ? '' : withoutPassword(config.redisUrl),
    TMDB_ACCESS_TOKEN: config.tmdb && 'accessToken' in config.tmdb.credentials ? MASK : '',
    TMDB_API_KEY: config.tmdb && 'apiKey' in config.tmdb.credentials ? MASK : '',
    TMDB_BASE_URL: withoutPassword(config.tmdb?.baseUrl ?? ''),
    TMDB_TIMEOUT_MS: config.tmdb?.timeoutMs ?? '',
    TMDB_RETRIES: config.tmdb?.retries ?? '',
    TMDB_BACKOFF_MS: config.tmdb?.backoffMs ?? '',
    CACHE_TTL_SECONDS: config.cacheTtlSeconds,
    CACHE_STALE_SECONDS: config.cacheStaleSeconds,
  }).map(([name, value]) => `${name}=${value}`);
}

/**
 * An address may carry a password: `postgres://ana:secret@host` is shown as `postgres://***@host`. Whoever writes
 * `@` or `/` in a password forgets to escape them, and that is when this is needed most.
 */
function withoutPassword(text: string): string {
  return text.replace(/\/\/.*@/s, '//***@');
}
