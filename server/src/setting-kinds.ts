import { isIP } from 'node:net';

export type DatabasePlace =
  | { kind: 'memory' }
  | { kind: 'file'; path: string }
  | { kind: 'postgres'; url: string };

const POSTGRES = /^postgres(ql)?:\/\/./;

/** Of an address, by the version of the protocol. */
const BITS = { 4: 32, 6: 128 };

/** What a setting's text means, undefined for what is none of the `expected`. */
export type Kind<T> = {
  expected: string;
  secret?: boolean;
  parse: (text: string) => T | undefined;
};

export const flag: Kind<boolean> = {
  expected: 'true or false',
  parse: (text) =>
    new Map([
      ['true', true],
      ['false', false],
    ]).get(text.toLowerCase()),
};

export const anyText: Kind<string> = { expected: 'a text', parse: (text) => text };

/** Printable and without blanks, as it must go into a header; never shown when it is not. */
export const secret: Kind<string> = {
  expected: 'a key without blanks',
  secret: true,
  parse: (text) => (/^[\x21-\x7e]*$/.test(text) ? text : undefined),
};

export const webAddress: Kind<string> = {
  expected: 'an http or https address',
  parse: (text) =>
    URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
      ? text.replace(/\/+$/, '')
      : undefined,
};

export const redisUrl: Kind<string> = {
  expected: 'a redis:// or rediss:// address',
  parse: (text) =>
    text === '' || (/^rediss?:\/\/./.test(text) && isWhole(text)) ? text : undefined,
};

export const databaseUrl: Kind<DatabasePlace> = {
  expected: 'memory:, file: and a path, or a postgres:// address',
  parse(text) {
    if (POSTGRES.test(text)) return isWhole(text) ? { kind: 'postgres', url: text } : undefined;
    if (text === 'memory:') return { kind: 'memory' };
    const path = /^file:(?<path>.+)$/.exec(text)?.groups?.path;
    return path === undefined ? undefined : { kind: 'file', path: path.replace(/^\/\/(?=\/)/, '') };
  },
};

/** Empty for none. */
export const postgresUrl: Kind<string> = {
  expected: 'a postgres:// address',
  parse: (text) => (text === '' || (POSTGRES.test(text) && isWhole(text)) ? text : undefined),
};

/**
 * Whether it means what it seems to. With a `/`, `?` or `#` in its password an address ends there: what stands before it
 * would be taken for host and port, and shown.
 */
function isWhole(address: string): boolean {
  const [, host = ''] = /^\w+:\/\/([^/?#]*)/.exec(address) ?? [];
  const rest = address.slice(address.indexOf('//') + 2 + host.length);
  if (!URL.canParse(address) || rest.includes('@')) return false;
  try {
    decodeURIComponent(host);
    return true;
  } catch {
    return false;
  }
}

export const addresses: Kind<string[]> = {
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

export function whole(least: number, most: number): Kind<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    parse(text) {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
    },
  };
}

export function oneOf<const T extends string>(...allowed: T[]): Kind<T> {
  return {
    expected: `one of ${allowed.join(', ')}`,
    parse: (text) => allowed.find((value) => value === text),
  };
}
