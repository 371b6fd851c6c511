import { isIP } from 'node:net';

/** Every setting, read once and checked. */
export type Config = {
  host: string;
  port: number;
  database: { kind: 'memory' } | { kind: 'file'; path: string };
  signUp: 'open' | 'closed';
  publicRead: boolean;
  demo: boolean;
  rateLimitPerMinute: number;
  signInLimit: number;
  signInAddressLimit: number;
  signUpAddressLimit: number;
  trustProxy: string[];
  logLevel: (typeof LOG_LEVELS)[number];
};

type Environment = Record<string, string | undefined>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;
const LARGEST_LIMIT = 1_000_000;
/** Of an address, by the version of the protocol. */
const BITS = { 4: 32, 6: 128 };

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
  const read = <T>(name: string, fallback: string, { expected, parse }: Kind<T>): T => {
    const text = environment[name]?.trim() || fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    wrong.push(`${name} must be ${expected}, not "${withoutPassword(text)}".`);
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

/** The effective settings as `NAME=value` lines; none of them is a secret yet, addresses of databases are masked. */
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
  }).map(([name, value]) => `${name}=${value}`);
}

/**
 * An address may carry a password: `postgres://ana:secret@host` is shown as `postgres://***@host`. Whoever writes
 * `@` or `/` in a password forgets to escape them, and that is when this is needed most.
 */
function withoutPassword(text: string): string {
  return text.replace(/\/\/.*@/s, '//***@');
}

/** What a setting's text means, undefined for what is none of the `expected`. */
type Kind<T> = { expected: string; parse: (text: string) => T | undefined };

const flag: Kind<boolean> = {
  expected: 'true or false',
  parse: (text) =>
    new Map([
      ['true', true],
      ['false', false],
    ]).get(text.toLowerCase()),
};

const anyText: Kind<string> = { expected: 'a text', parse: (text) => text };

const databaseUrl: Kind<Config['database']> = {
  expected: 'memory: or file: and a path',
  parse(text) {
    if (text === 'memory:') return { kind: 'memory' };
    const path = /^file:(?<path>.+)$/.exec(text)?.groups?.path;
    return path === undefined ? undefined : { kind: 'file', path: path.replace(/^\/\/(?=\/)/, '') };
  },
};

const addresses: Kind<string[]> = {
  expected: 'false, or addresses and networks parted by commas',
  parse(text) {
    if (text.toLowerCase() === 'false') return [];
    const all = text.split(',').map((address) => address.trim());
    return all.every((address) => isAddress(address)) ? all : undefined;
  },
};

function isAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= BITS[version as 4 | 6]);
}

function whole(least: number, most: number): Kind<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    parse(text) {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
    },
  };
}

function oneOf<const T extends string>(...allowed: T[]): Kind<T> {
  return {
    expected: `one of ${allowed.join(', ')}`,
    parse: (text) => allowed.find((value) => value === text),
  };
}
