import { describe, expect, it } from 'vitest';
import { BadSettings, describeConfig, readConfig } from './config.js';

type Environment = Record<string, string | undefined>;

/** What is said against settings; nothing when they are fine. */
function sentences(environment: Environment): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.sentences;
    throw error;
  }
}

describe('the settings', () => {
  it('have the defaults of the documentation', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      metricsHost: '127.0.0.1',
      metricsPort: 8081,
      database: { kind: 'file', path: './data/halfstar.db' },
      databaseReadUrl: null,
      databasePool: 10,
      signUp: 'open',
      publicRead: true,
      demo: false,
      demoPublic: false,
      rateLimitPerMinute: 600,
      signInLimit: 10,
      signInAddressLimit: 30,
      signUpAddressLimit: 30,
      trustProxy: [],
      logLevel: 'info',
      redisUrl: null,
      tmdb: {
        baseUrl: 'https://api.themoviedb.org/3',
        credentials: null,
        timeoutMs: 3000,
        retries: 2,
        backoffMs: 200,
      },
      cacheTtlSeconds: 30,
      cacheStaleSeconds: 604_800,
    });
  });

  it('that are empty or blank are as if not there', () => {
    const blank = { PORT: '', HOST: '  ', DEMO: ' ', DATABASE_URL: '\n', LOG_LEVEL: undefined };
    expect(readConfig(blank)).toEqual(readConfig({}));
  });

  it.each<[Environment, object]>([
    [{ HOST: ' ::1 ' }, { host: '::1' }],
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ METRICS_HOST: '0.0.0.0' }, { metricsHost: '0.0.0.0' }],
    [{ METRICS_PORT: '0' }, { metricsPort: 0 }],
    [{ METRICS_PORT: '65535' }, { metricsPort: 65_535 }],
    [{ DATABASE_URL: 'memory:' }, { database: { kind: 'memory' } }],
    [{ DATABASE_URL: 'file:a.db' }, { database: { kind: 'file', path: 'a.db' } }],
    [{ DATABASE_URL: 'file:/v/a b.db' }, { database: { kind: 'file', path: '/v/a b.db' } }],
    [{ DATABASE_URL: 'file:///v/a.db' }, { database: { kind: 'file', path: '/v/a.db' } }],
    [{ SIGNUP: 'closed' }, { signUp: 'closed' }],
    [{ PUBLIC_READ: 'FALSE' }, { publicRead: false }],
    [{ DEMO: 'True' }, { demo: true, database: { kind: 'memory' } }],
    [{ RATE_LIMIT_PER_MINUTE: '0' }, { rateLimitPerMinute: 0 }],
    [{ SIGN_IN_LIMIT: '0' }, { signInLimit: 0 }],
    [{ SIGN_IN_ADDRESS_LIMIT: '1000000' }, { signInAddressLimit: 1_000_000 }],
    [{ SIGN_UP_ADDRESS_LIMIT: '1' }, { signUpAddressLimit: 1 }],
    [{ TRUST_PROXY: 'false' }, { trustProxy: [] }],
    [{ TRUST_PROXY: 'loopback, 10.0.0.0/8' }, { trustProxy: ['loopback', '10.0.0.0/8'] }],
    [{ TRUST_PROXY: '::1,fd00::/8' }, { trustProxy: ['::1', 'fd00::/8'] }],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
  ])('are read: %j', (environment, expected) => {
    expect(readConfig(environment)).toMatchObject(expected);
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PORT', '1e3'],
    ['PORT', 'http'],
    ['METRICS_PORT', 'off'],
    ['METRICS_PORT', '65536'],
    ['DATABASE_URL', 'memory'],
    ['DATABASE_URL', 'file:'],
    ['DATABASE_URL', 'halfstar.db'],
    ['DATABASE_URL', 'mysql://host/db'],
    ['SIGNUP', 'Open'],
    ['SIGNUP', 'invite'],
    ['PUBLIC_READ', 'yes'],
    ['PUBLIC_READ', '1'],
    ['DEMO', 'on'],
    ['DEMO', 'constructor'],
    ['DEMO', '__proto__'],
    ['DEMO_PUBLIC', 'please'],
    ['RATE_LIMIT_PER_MINUTE', 'many'],
    ['RATE_LIMIT_PER_MINUTE', '1000001'],
    ['SIGN_IN_LIMIT', '-10'],
    ['SIGN_IN_ADDRESS_LIMIT', '30 '.repeat(2).trim()],
    ['SIGN_UP_ADDRESS_LIMIT', 'Infinity'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/8,'],
    ['TRUST_PROXY', 'proxy.example.org'],
    ['TRUST_PROXY', '300.0.0.1'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/'],
    ['TRUST_PROXY', '10.0.0/8'],
    ['TRUST_PROXY', ':::'],
    ['TRUST_PROXY', 'fd00::/129'],
    ['TRUST_PROXY', 'fe80::1%eth0'],
    ['TRUST_PROXY', '1.2.3.4/8/8'],
    ['LOG_LEVEL', 'verbose'],
    ['LOG_LEVEL', 'INFO'],
  ])('refuse %s=%s in a sentence', (name, value) => {
    const said = sentences({ [name]: value });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`^${name} must be .+, not ".+"\\.$`));
    expect(said[0]).toContain(`"${value}"`);
  });

  it('name everything wrong with them at once', () => {
    const said = sentences({ PORT: 'x', SIGNUP: 'y', LOG_LEVEL: 'z', PUBLIC_READ: 'w' });
    expect(said).toHaveLength(4);
    expect(new BadSettings(said).message.split('\n')).toEqual(said);
  });

  it.each(['postgres://ana:canary@host/db', 'postgresql://canary@host/db?sslmode=require'])(
    'name a PostgreSQL database, and show no password of %s',
    (url) => {
      const config = readConfig({ DATABASE_URL: url, DATABASE_READ_URL: url });
      expect(config).toMatchObject({ database: { kind: 'postgres', url }, databaseReadUrl: url });
      const shown = describeConfig(config).join();
      expect(shown).toContain('***@host/db');
      expect(shown).not.toContain('canary');
    },
  );

  it.each([
    { PORT: '8081' },
    { METRICS_PORT: '8080' },
    { PORT: '9000', METRICS_PORT: '9000', METRICS_HOST: '0.0.0.0' },
    { PORT: '9000', METRICS_PORT: '9000', HOST: '::' },
  ])('refuse one port for the API and the metrics: %j', (environment) => {
    const said = sentences(environment);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^PORT and METRICS_PORT must differ, and both are \d+: .+\.$/);
  });

  it('may have one port on two addresses, and any that the system chooses', () => {
    const same = { PORT: '9000', METRICS_PORT: '9000' };
    expect(sentences({ ...same, HOST: '192.168.1.5' })).toEqual([]);
    expect(sentences({ PORT: '0', METRICS_PORT: '0' })).toEqual([]);
  });

  it('have a replica of PostgreSQL only', () => {
    const [said] = sentences({ DATABASE_READ_URL: 'postgres://host/db' });
    expect(said).toContain('DATABASE_URL must be one as well');
  });

  it.each([
    'mysql://ana:canary@host/db',
    'postgres://ana:can/ary@host/db',
    'mysql://ana:can@ary@host/db',
    'mysql://canary@host',
    'postgres://ana:12/ary@host/db',
    'postgres://ana:12#ary@host/db',
    'postgres://ana:12?ary@host/db',
    'postgres://ana:c@can/ary@host/db',
    'postgres://ana:can%ary@host/db',
    'postgres:ana:canary@host',
    'ana:canary@host/db',
  ])('show no password of %s, and say how it is written', (url) => {
    for (const name of ['DATABASE_URL', 'DATABASE_READ_URL', 'REDIS_URL']) {
      const wrong = url.replace(/^postgres/, name === 'REDIS_URL' ? 'redis' : 'postgres');
      const [said] = sentences({ DATABASE_URL: 'postgres://host/db', [name]: wrong });
      expect(said).toContain('***@host');
      expect(said).toContain('percent-encoded: @ as %40, / as %2F, # as %23.');
      expect(said).not.toMatch(/can|ary|12/);
    }
  });

  it.each([
    'postgres://ana%40example.org:c%40n%2Fary@host/db?sslmode=require',
    'postgres://ana@server:canary@host/db',
    'postgres://halfstar@localhost/halfstar?host=/run/postgresql',
    'postgres:///halfstar?host=/run/postgresql&user=ana&password=canary',
  ])('take %s, and show no password of it', (url) => {
    const shown = describeConfig(readConfig({ DATABASE_URL: url })).join();
    expect(shown).toMatch(/(:\/\/\*\*\*@(host|localhost)|password=\*\*\*)/);
    expect(shown).not.toMatch(/canary|c%40n/);
  });
});

describe('the demo', () => {
  it('has a database in memory when nothing is said', () => {
    expect(readConfig({ DEMO: 'true' })).toMatchObject({
      demo: true,
      database: { kind: 'memory' },
    });
  });

  it.each(['file:./data/halfstar.db', 'file::memory:'])('refuses the database %s', (url) => {
    const said = sentences({ DEMO: 'true', DATABASE_URL: url });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^DEMO=true needs a volatile database: .+\. .+\.$/);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('listens on %s', (host) => {
    expect(sentences({ DEMO: 'true', HOST: host })).toEqual([]);
  });

  it.each([
    '0.0.0.0',
    '::',
    '192.168.1.5',
    'example.org',
    'localhost.example.org',
    '127.0.0.1.example.org',
  ])('refuses to listen on %s, unless it is to be public', (host) => {
    const said = sentences({ DEMO: 'true', HOST: host });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^DEMO=true listens on this machine only, not on HOST=.+\. .+\.$/);
    expect(sentences({ DEMO: 'true', HOST: host, DEMO_PUBLIC: 'true' })).toEqual([]);
  });

  it('refuses both at once, in two sentences', () => {
    const both = { DEMO: 'true', HOST: '0.0.0.0', DATABASE_URL: 'file:a.db' };
    expect(sentences(both)).toHaveLength(2);
  });

  it('is not needed to listen to everyone, or to keep ratings', () => {
    expect(sentences({ HOST: '0.0.0.0', DATABASE_URL: 'file:a.db' })).toEqual([]);
  });
});

describe('the settings in effect', () => {
  it('name every setting there is', () => {
    const asked: string[] = [];
    readConfig(new Proxy({}, { get: (_, name) => void asked.push(String(name)) }));
    const shown = describeConfig(readConfig({})).map((line) => line.split('=')[0]);
    expect(shown.toSorted()).toEqual(asked.toSorted());
  });

  it('can be read again, and are the same', () => {
    for (const environment of [
      {},
      { DEMO: 'true' },
      { TRUST_PROXY: 'loopback,10.0.0.0/8', DATABASE_URL: 'file:///v/a.db', PUBLIC_READ: 'false' },
    ]) {
      const config = readConfig(environment);
      const lines = describeConfig(config).map((line) => line.split(/=(.*)/s).slice(0, 2));
      expect(readConfig(Object.fromEntries(lines))).toEqual(config);
    }
  });
});
