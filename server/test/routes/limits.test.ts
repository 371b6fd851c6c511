import { afterEach, describe, expect, it } from 'vitest';
import { argonPasswords } from '../../src/adapters/crypto/passwords.js';
import { addPerson } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import {
  type Answer,
  PASSWORD,
  QUICK_PASSWORDS,
  type Service,
  startService,
} from '../support/service.js';

let service: Service;
afterEach(() => service.stop());

const statuses = (answers: Answer[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const times = <T>(n: number, work: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));

describe('the limit of requests', () => {
  it('counts down on every answer, and then refuses until the minute is over', async () => {
    service = await startService({ RATE_LIMIT_PER_MINUTE: '3' }, { films: 1 });
    const paths = ['movies', 'nowhere', 'movies?limit=x'];
    for (const [i, path] of paths.entries()) {
      const { headers } = await service.call('GET', path);
      expect(headers['ratelimit-policy']).toBe('"default";q=3;w=60');
      expect(headers.ratelimit).toMatch(new RegExp(`^"default";r=${2 - i};t=([1-9]|[1-5]\\d|60)$`));
      expect(headers['retry-after']).toBeUndefined();
    }
    const refused = await service.call('GET', 'movies');
    expectProblem(refused, 429, 'rate-limited');
    expect(refused.headers.ratelimit).toMatch(/^"default";r=0;t=\d+$/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('is each token’s own, and an address’s for who has none or a bad one', async () => {
    service = await startService({ RATE_LIMIT_PER_MINUTE: '2' }, { films: 1 });
    const [ana, bob] = [await addPerson(service, 'ana'), await addPerson(service, 'bob')];
    const asked = async (token?: string) => (await service.call('GET', 'movies', { token })).status;
    expect([await asked(), await asked('bad'), await asked(), await asked('bad')]).toEqual([
      200, 401, 429, 429,
    ]);
    expect([await asked(ana.token), await asked(ana.token), await asked(ana.token)]).toEqual([
      200, 200, 429,
    ]);
    expect([await asked(ana.read), await asked(bob.token)]).toEqual([200, 200]);
  });

  it('is not told where there is none', async () => {
    service = await startService({}, { films: 0 });
    const { headers } = await service.call('GET', 'movies');
    expect(headers.ratelimit).toBeUndefined();
    expect(headers['ratelimit-policy']).toBeUndefined();
  });

  it('takes the address from a trusted proxy alone', async () => {
    const asked = (address: string) =>
      service.call('GET', 'movies', { headers: { 'x-forwarded-for': address } });
    service = await startService({ RATE_LIMIT_PER_MINUTE: '1' }, { films: 0 });
    const untrusted = [await asked('192.0.2.1'), await asked('192.0.2.2')];
    expect(untrusted.map(({ status }) => status)).toEqual([200, 429]);
    await service.stop();
    service = await startService(
      { RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: '127.0.0.1' },
      { films: 0 },
    );
    const trusted = [await asked('192.0.2.1'), await asked('192.0.2.2'), await asked('192.0.2.1')];
    expect(trusted.map(({ status }) => status)).toEqual([200, 200, 429]);
  });
});

describe('wrong passwords', () => {
  let evaluated = 0;
  const real = argonPasswords(QUICK_PASSWORDS);
  const counting = {
    hash: real.hash,
    verify: (hash: string | null, password: string) => {
      evaluated += 1;
      return real.verify(hash, password);
    },
  };
  const start = async (settings: Record<string, string>) => {
    evaluated = 0;
    service = await startService(settings, { films: 0, passwords: counting });
    await addPerson(service, 'ana', { email: 'ana@example.org' });
    await addPerson(service, 'bob');
  };
  const signIn = (handle: string, password = 'not the pass phrase') =>
    service.call('POST', 'sessions', { body: { handle, password } });

  it('are looked at ten times for an account, though 64 come at once; a live session goes on', async () => {
    await start({ SIGN_IN_LIMIT: '10', SIGN_IN_ADDRESS_LIMIT: '1000' });
    const session = await service.signIn('ana');
    evaluated = 0;
    const answers = await times(64, (n) => signIn(n % 2 === 0 ? 'ana' : 'ＡＮＡ'));
    expect(statuses(answers)).toEqual({ 401: 10, 429: 54 });
    expect(evaluated).toBe(10);
    const refused = answers.find(({ status }) => status === 429)!;
    expectProblem(refused, 429, 'too-many-attempts');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(15 * 60);
    expectProblem(await signIn('ana', PASSWORD), 429, 'too-many-attempts');
    expect((await service.call('GET', 'users/me', { token: session })).status).toBe(200);
    expect((await signIn('bob', PASSWORD)).status).toBe(201);
  });

  it('are looked at thirty times from one address, whoever they are for', async () => {
    await start({ SIGN_IN_LIMIT: '10', SIGN_IN_ADDRESS_LIMIT: '30' });
    const answers = await times(64, (n) => signIn(`somebody${n}`));
    expect(statuses(answers)).toEqual({ 401: 30, 429: 34 });
    expect(evaluated).toBe(30);
    expectProblem(await signIn('bob', PASSWORD), 429, 'too-many-attempts');
  });

  it('for one account, refused unseen, leave the address its tries for others', async () => {
    await start({ SIGN_IN_LIMIT: '3', SIGN_IN_ADDRESS_LIMIT: '6' });
    expect(statuses(await times(20, () => signIn('ana')))).toEqual({ 401: 3, 429: 17 });
    expect((await signIn('bob', PASSWORD)).status).toBe(201);
    expect(statuses(await times(3, () => signIn('bob')))).toEqual({ 401: 3 });
  });

  it('for nobody are counted like those for somebody', async () => {
    await start({ SIGN_IN_LIMIT: '3' });
    for (const name of ['ana', 'nobody', 'nobody@example.org']) {
      const answers = await times(5, () => signIn(name));
      expect(statuses(answers), name).toEqual({ 401: 3, 429: 2 });
    }
  });

  it('are not counted when they are right, or when the account is disabled', async () => {
    await start({ SIGN_IN_LIMIT: '2', SIGN_IN_ADDRESS_LIMIT: '2' });
    for (let n = 0; n < 5; n++) expect((await signIn('bob', PASSWORD)).status).toBe(201);
  });

  it('count just the same when they are given for a new password', async () => {
    await start({ SIGN_IN_LIMIT: '3' });
    const { token } = await addPerson(service, 'eve');
    const body = { password: 'another long pass phrase', currentPassword: 'a wrong pass phrase' };
    const answers = await times(5, () => service.call('PATCH', 'users/me', { token, body }));
    expect(statuses(answers)).toEqual({ 401: 3, 429: 2 });
    expectProblem(await signIn('eve', PASSWORD), 429, 'too-many-attempts');
  });
});

describe('signing up', () => {
  it('is limited by address, but not for ADMINs, nor by what is refused at once', async () => {
    service = await startService({ SIGN_UP_ADDRESS_LIMIT: '2' }, { films: 0 });
    const admin = await addPerson(service, 'root');
    const signUp = (handle: string, token?: string) =>
      service.call('POST', 'users', { token, body: { handle, password: PASSWORD } });
    expectProblem(await signUp('me'), 400, 'invalid', '#/handle');
    expect((await signUp('ana')).status).toBe(201);
    expectProblem(await signUp('ANA'), 409, 'handle-taken');
    const refused = await signUp('bob');
    expectProblem(refused, 429, 'too-many-attempts');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    for (const handle of ['bob', 'carl', 'dora']) {
      expect((await signUp(handle, admin.token)).status).toBe(201);
    }
  });
});
