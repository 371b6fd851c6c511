import type { InjectOptions } from 'fastify';
import { argonPasswords } from '../../src/adapters/crypto/passwords.js';
import { type App, type Parts, startApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { openStore } from '../../src/open-store.js';
import { closingToo, surroundings } from './engine.js';
import { someFilms } from './films.js';

/** Quick to compute, and of no use against a thief. */
export const QUICK_PASSWORDS = { memoryCost: 64, timeCost: 1, parallelism: 1 };
export const PASSWORD = 'a long pass phrase';

export type Someone = { id: number; handle: string; token: string };
type Request = { token?: string | undefined; body?: unknown; headers?: Record<string, string> };
export type Answer = {
  status: number;
  headers: Record<string, string | number | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route under test answers
  body: any;
};

/** The whole service on a database of its own with some real films, called without a network. */
export type Service = App & {
  /** What it logged so far, if LOG_LEVEL was set: `err` is what goes to stderr. */
  out: string[];
  err: string[];
  call(method: string, path: string, request?: Request): Promise<Answer>;
  signUp(handle: string): Promise<Someone>;
  signIn(handle: string, password?: string): Promise<string>;
};

/**
 * `settings` as in the environment; limits are off unless they are set, and no load is too much: what a test does
 * beside the service would count as well.
 */
export async function startService(
  settings: Record<string, string> = {},
  { films = 300, ...parts }: Parts & { films?: number } = {},
): Promise<Service> {
  const given = settings.DATABASE_URL !== undefined || settings.DEMO === 'true';
  const around = given ? null : await surroundings();
  const config = readConfig({
    ...around?.settings,
    RATE_LIMIT_PER_MINUTE: '0',
    SIGN_IN_LIMIT: '0',
    SIGN_IN_ADDRESS_LIMIT: '0',
    SIGN_UP_ADDRESS_LIMIT: '0',
    LOG_LEVEL: 'silent',
    METRICS_PORT: '0',
    ...settings,
  });
  // As `serve` does: whoever listens is never kept waiting for a database that is away.
  const opened = await openStore(config, parts.now, () => {});
  const store = closingToo(opened, () => around?.leave());
  if (films > 0) await store.catalogue.load(await someFilms(films), Date.now(), () => {});
  const passwords = argonPasswords(QUICK_PASSWORDS);
  const out: string[] = [];
  const err: string[] = [];
  const log = createLog(config, {
    out: { write: (line) => void out.push(line) },
    err: { write: (line) => void err.push(line) },
  });
  const app = await startApp(config, store, log, { passwords, pressure: null, ...parts });

  const call: Service['call'] = async (method, path, { token, body, headers } = {}) => {
    const response = await app.server.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url: path.startsWith('/') ? path : `/api/v1/${path}`,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    const isJson = String(response.headers['content-type']).includes('json');
    const answer = isJson && response.body !== '' ? response.json() : response.body;
    return { status: response.statusCode, headers: response.headers, body: answer };
  };

  const signIn = async (handle: string, password = PASSWORD) =>
    (await call('POST', 'sessions', { body: { handle, password } })).body.token as string;

  return {
    ...app,
    out,
    err,
    call,
    signIn,
    async signUp(handle) {
      const { body } = await call('POST', 'users', { body: { handle, password: PASSWORD } });
      return { id: body.id, handle, token: await signIn(handle) };
    },
  };
}
