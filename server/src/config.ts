import { MASK, withoutPassword } from './masked.js';
import {
  addresses,
  anyText,
  type DatabasePlace,
  databaseUrl,
  flag,
  type Kind,
  oneOf,
  postgresUrl,
  redisUrl,
  secret,
  webAddress,
  whole,
} from './setting-kinds.js';

/** Every setting, read once and checked. */
export type Config = {
  host: string;
  port: number;
  metricsHost: string;
  /** 0 for no metrics. */
  metricsPort: number;
  database: DatabasePlace;
  /** A replica of it, for lists and searches; null for none. */
  databaseReadUrl: string | null;
  /** How many connections to PostgreSQL each process has at most for requests; its threads have some of their own. */
  databasePool: number;
  signUp: 'open' | 'closed';
  publicRead: boolean;
  demo: boolean;
  demoPublic: boolean;
  rateLimitPerMinute: number;
  signInLimit: number;
  signInAddressLimit: number;
  signUpAddressLimit: number;
  trustProxy: string[];
  logLevel: (typeof LOG_LEVELS)[number];
  redisUrl: string | null;
  tmdb: TmdbConfig;
  cacheTtlSeconds: number;
  cacheStaleSeconds: number;
};

export type TmdbConfig = {
  baseUrl: string;
  /** Null without a key: then popular films are told from our own ratings. */
  credentials: { accessToken: string } | { apiKey: string } | null;
  timeoutMs: number;
  retries: number;
  backoffMs: number;
};

type Environment = Record<string, string | undefined>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
const ENCODE =
  ' Special characters in a password are percent-encoded: @ as %40, / as %2F, # as %23.';
const ALL_HOSTS = new Set(['0.0.0.0', '::']);
const LARGEST_LIMIT = 1_000_000;
const MOST_CONNECTIONS = 1000;
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
    const hint = !secret && text.includes('@') ? ENCODE : '';
    wrong.push(
      `${name} must be ${expected}, not "${secret ? MASK : withoutPassword(text)}".${hint}`,
    );
    return parse(fallback) as T;
  };
  const demo = read('DEMO', 'false', flag);
  const config = {
    host: read('HOST', '127.0.0.1', anyText),
    port: read('PORT', '8080', whole(0, 65_535)),
    metricsHost: read('METRICS_HOST', '127.0.0.1', anyText),
    metricsPort: read('METRICS_PORT', '8081', whole(0, 65_535)),
    database: read('DATABASE_URL', demo ? 'memory:' : 'file:./data/halfstar.db', databaseUrl),
    databaseReadUrl: read('DATABASE_READ_URL', '', postgresUrl) || null,
    databasePool: read('DATABASE_POOL', '10', whole(2, MOST_CONNECTIONS)),
    signUp: read('SIGNUP', 'open', oneOf('open', 'closed')),
    publicRead: read('PUBLIC_READ', 'true', flag),
    demo,
    demoPublic: read('DEMO_PUBLIC', 'false', flag),
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
  if (config.databaseReadUrl !== null && config.database.kind !== 'postgres') {
    wrong.push(
      'DATABASE_READ_URL names a replica of PostgreSQL: DATABASE_URL must be one as well.',
    );
  }
  if (config.port !== 0 && config.port === config.metricsPort && meet(config)) {
    wrong.push(
      `PORT and METRICS_PORT must differ, and both are ${config.port}: set METRICS_PORT to another one, or to 0 for no metrics.`,
    );
  }
  if (demo && config.database.kind !== 'memory') {
    wrong.push(
      'DEMO=true needs a volatile database: its well-known tokens would open every rating kept. ' +
        'Leave DATABASE_URL unset, or set it to memory:.',
    );
  }
  if (demo && !LOOPBACK.test(config.host) && !config.demoPublic) {
    wrong.push(
      `DEMO=true listens on this machine only, not on HOST=${config.host}: anyone can know its tokens. ` +
        'Set DEMO_PUBLIC=true if everyone on the network may be ADMIN.',
    );
  }
  if (wrong.length > 0) throw new BadSettings(wrong);
  return config;
}

/** Whether who listens on a port of the one host keeps the other from it. */
function meet({ host, metricsHost }: Pick<Config, 'host' | 'metricsHost'>): boolean {
  return host === metricsHost || [host, metricsHost].some((name) => ALL_HOSTS.has(name));
}

type Read = <T>(name: string, fallback: string, kind: Kind<T>) => T;

/** TMDB's settings, checked also when there is no key. */
function readTmdb(read: Read): TmdbConfig {
  const accessToken = read('TMDB_ACCESS_TOKEN', '', secret);
  const apiKey = read('TMDB_API_KEY', '', secret);
  return {
    credentials: accessToken !== '' ? { accessToken } : apiKey !== '' ? { apiKey } : null,
    baseUrl: read('TMDB_BASE_URL', 'https://api.themoviedb.org/3', webAddress),
    timeoutMs: read('TMDB_TIMEOUT_MS', '3000', whole(1, MINUTE_MS)),
    retries: read('TMDB_RETRIES', '2', whole(0, MOST_RETRIES)),
    backoffMs: read('TMDB_BACKOFF_MS', '200', whole(1, MINUTE_MS)),
  };
}

/** The effective settings as `NAME=value` lines, secrets masked. */
export function describeConfig(config: Config): string[] {
  const { credentials, ...tmdb } = config.tmdb;
  return Object.entries({
    HOST: config.host,
    PORT: config.port,
    METRICS_HOST: config.metricsHost,
    METRICS_PORT: config.metricsPort,
    DATABASE_URL: describeDatabase(config.database),
    DATABASE_READ_URL: withoutPassword(config.databaseReadUrl ?? ''),
    DATABASE_POOL: config.databasePool,
    SIGNUP: config.signUp,
    PUBLIC_READ: config.publicRead,
    DEMO: config.demo,
    DEMO_PUBLIC: config.demoPublic,
    RATE_LIMIT_PER_MINUTE: config.rateLimitPerMinute,
    SIGN_IN_LIMIT: config.signInLimit,
    SIGN_IN_ADDRESS_LIMIT: config.signInAddressLimit,
    SIGN_UP_ADDRESS_LIMIT: config.signUpAddressLimit,
    TRUST_PROXY: config.trustProxy.join(',') || 'false',
    LOG_LEVEL: config.logLevel,
    REDIS_URL: config.redisUrl === null ? '' : withoutPassword(config.redisUrl),
    TMDB_ACCESS_TOKEN: credentials !== null && 'accessToken' in credentials ? MASK : '',
    TMDB_API_KEY: credentials !== null && 'apiKey' in credentials ? MASK : '',
    TMDB_BASE_URL: withoutPassword(tmdb.baseUrl),
    TMDB_TIMEOUT_MS: tmdb.timeoutMs,
    TMDB_RETRIES: tmdb.retries,
    TMDB_BACKOFF_MS: tmdb.backoffMs,
    CACHE_TTL_SECONDS: config.cacheTtlSeconds,
    CACHE_STALE_SECONDS: config.cacheStaleSeconds,
  }).map(([name, value]) => `${name}=${value}`);
}

function describeDatabase(database: DatabasePlace): string {
  switch (database.kind) {
    case 'memory':
      return 'memory:';
    case 'file':
      return `file:${database.path}`;
    case 'postgres':
      return withoutPassword(database.url);
  }
}
