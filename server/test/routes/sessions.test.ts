import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { argonPasswords } from '../../src/adapters/crypto/passwords.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { PASSWORD, QUICK_PASSWORDS, type Service, startService } from '../support/service.js';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-03-01T12:00:00Z');
let clock = START;
let service: Service;
let ana: Person;

beforeAll(async () => {
  const settings = { TRUST_PROXY: '127.0.0.1' };
  service = await startService(settings, { films: 3, now: () => clock });
  await addPerson(service, 'root');
  ana = await addPerson(service, 'Ana', { email: 'Ana@example.org' });
});
afterAll(() => service.stop());

const HTTPS = { 'x-forwarded-proto': 'https' };
const signIn = (body: object, headers: Record<string, string> = {}) =>
  service.call('POST', 'sessions', { body, headers });
const current = (token: string, method = 'GET') =>
  service.call(method, 'sessions/current', { token });
const cookies = (answer: { headers: Record<string, unknown> }) =>
  [answer.headers['set-cookie']].flat().map(String);

describe('a session', () => {
  it('is opened with handle or e-mail address in any letters', async () => {
    for (const name of [
      { handle: 'ana' },
      { handle: 'ＡＮＡ' },
      { handle: 'ana@EXAMPLE.org' },
      { email: 'ANA@example.org' },
    ]) {
      const { status, headers, body } = await signIn({ ...name, password: PASSWORD });
      expect(status).toBe(201);
      expect(headers).toMatchObject({
        location: '/api/v1/sessions/current',
        'cache-control': 'no-store',
      });
      expect(body.token).toMatch(/^hs_[A-Za-z0-9_-]{22,}$/);
      expect(body.user).toMatchObject({ id: ana.id, handle: 'Ana', email: 'Ana@example.org' });
      expect(body.expiresAt).toBe(new Date(clock + 12 * HOUR).toISOString());
      expect((await current(body.token)).body).toEqual({
        expiresAt: body.expiresAt,
        user: body.user,
      });
    }
  });

  it('is refused alike for an unknown name and for a wrong password', async () => {
    const [unknown, wrong] = await Promise.all(
      ['nobody', 'ana'].map((handle) => signIn({ handle, password: 'not the pass phrase' })),
    );
    const bare = ({ requestId, ...document }: { requestId: string }) => document;
    expectProblem(unknown!, 401, 'credentials-wrong');
    expect(bare(unknown!.body)).toEqual(bare(wrong!.body));
    expect(Object.keys(unknown!.headers)).toEqual(Object.keys(wrong!.headers));
    expect(cookies(unknown!)).toEqual(['undefined']);
  });

  it('brings a password kept under yesterday’s parameters up to date', async () => {
    const yesterday = argonPasswords({ ...QUICK_PASSWORDS, memoryCost: 128 });
    const passwordHash = await yesterday.hash(PASSWORD);
    const { id } = await addPerson(service, 'olga', { passwordHash });
    const session = await service.signIn('olga');
    const kept = (await service.store.users.findForSignIn('olga'))?.passwordHash;
    expect(kept).not.toBe(passwordHash);
    expect(kept).toContain('m=64,');
    expect((await current(session)).body.user.id).toBe(id);
    expect(await service.signIn('olga')).toMatch(/^hs_/);
  });

  it('ends when it is signed out, at once and alone', async () => {
    const [one, two] = [await service.signIn('ana'), await service.signIn('ana')];
    const out = await current(one, 'DELETE');
    expect(out.status).toBe(204);
    expect(cookies(out).every((cookie) => cookie.includes('=; Max-Age=0'))).toBe(true);
    expect(cookies(out).map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-halfstar',
      'halfstar',
    ]);
    expectProblem(await current(one), 401, 'token-invalid');
    expectProblem(await current(one, 'DELETE'), 401, 'token-invalid');
    expect((await current(two)).status).toBe(200);
  });

  it('ends 12 hours after its last use', async () => {
    clock = START;
    const token = await service.signIn('ana');
    clock += 12 * HOUR - 1;
    const { status, body } = await current(token);
    expect(status).toBe(200);
    expect(body.expiresAt).toBe(new Date(clock + 12 * HOUR).toISOString());
    clock += 12 * HOUR - 1;
    expect((await current(token)).status).toBe(200);
    clock += 12 * HOUR;
    expectProblem(await current(token), 401, 'token-invalid');
  });

  it('ends 30 days after it was opened, however much it is used', async () => {
    clock = START;
    const token = await service.signIn('ana');
    for (clock += 11 * HOUR; clock < START + 30 * DAY - 12 * HOUR; clock += 11 * HOUR) {
      expect((await current(token)).status).toBe(200);
    }
    clock = START + 30 * DAY - 11 * HOUR;
    expect((await current(token)).body.expiresAt).toBe(new Date(START + 30 * DAY).toISOString());
    clock = START + 30 * DAY - 1;
    expect((await current(token)).status).toBe(200);
    clock += 1;
    expectProblem(await current(token), 401, 'token-invalid');
  });
});

describe('the cookie of a session', () => {
  const page = (headers: Record<string, string>, method = 'PUT') =>
    service.call(method, 'users/me/ratings/1', {
      headers,
      ...(method === 'PUT' && { body: { stars: 4 } }),
    });

  it('is out of reach for scripts, other sites, and over https for plain http', async () => {
    const { body, ...plain } = await signIn({ handle: 'ana', password: PASSWORD });
    expect(cookies(plain)).toEqual([
      `halfstar=${body.token}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax`,
    ]);
    const secure = await signIn({ handle: 'ana', password: PASSWORD }, HTTPS);
    expect(cookies(secure)).toEqual([
      `__Host-halfstar=${secure.body.token}; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ]);
  });

  it('signs in for reading, whoever’s page asks', async () => {
    const cookie = `other=1; halfstar=${await service.signIn('ana')}`;
    const { status, body } = await service.call('GET', 'users/me', {
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
    });
    expect(status).toBe(200);
    expect(body.id).toBe(ana.id);
  });

  it('changes things for our own page alone', async () => {
    const cookie = `halfstar=${await service.signIn('ana')}`;
    const own = 'http://localhost:80';
    const trusted = [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' },
      { origin: own },
    ];
    const foreign = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'cross-site', origin: own },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { origin: `${own}.elsewhere.example` },
    ];
    for (const headers of trusted) {
      expect((await page({ cookie, ...headers } as never)).status).toBeLessThan(300);
    }
    for (const headers of foreign) {
      for (const method of ['PUT', 'DELETE']) {
        expectProblem(await page({ cookie, ...headers } as never, method), 403, 'cross-site');
      }
    }
  });

  it('changes nothing with what a foreign form can send', async () => {
    const cookie = `halfstar=${await service.signIn('ana')}`;
    const answer = await service.call('POST', 'movies', {
      body: '{"title":"Forged"}',
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' },
    });
    expectProblem(answer, 415, 'unsupported-media-type');
  });

  it('over https counts only by its own name, which no neighbouring host can set', async () => {
    const token = await service.signIn('ana');
    const me = (name: string, headers = {}) =>
      service.call('GET', 'users/me', { headers: { cookie: `${name}=${token}`, ...headers } });
    expect((await me('__Host-halfstar', HTTPS)).status).toBe(200);
    expectProblem(await me('halfstar', HTTPS), 401, 'sign-in-required');
    expect((await me('halfstar')).status).toBe(200);
  });

  it('is nothing beside a bearer token, good or bad', async () => {
    const cookie = `halfstar=${await service.signIn('root')}`;
    const { body } = await service.call('GET', 'users/me', {
      token: ana.token,
      headers: { cookie },
    });
    expect(body.id).toBe(ana.id);
    const put = await service.call('PUT', 'users/me/ratings/2', {
      token: ana.token,
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
      body: { stars: 1 },
    });
    expect(put.status).toBe(201);
    for (const authorization of ['Bearer nonsense', 'Bearer', 'Basic eDp5']) {
      const headers = { cookie, authorization };
      expectProblem(await service.call('GET', 'users/me', { headers }), 401, 'token-invalid');
    }
  });

  it('that is no longer good is as if there were none', async () => {
    for (const cookie of ['halfstar=hs_gone', 'halfstar=', 'halfstar=%', 'halfstar', '=;;=']) {
      const headers = { cookie };
      expect((await service.call('GET', 'movies', { headers })).status).toBe(200);
      expectProblem(await service.call('GET', 'users/me', { headers }), 401, 'sign-in-required');
    }
  });
});
