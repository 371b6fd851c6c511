import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CallSettings, patientCall } from '../../src/adapters/tmdb/call.js';
import { CallFailure } from '../../src/adapters/tmdb/failure.js';
import { Refusal } from '../../src/problem.js';

const SETTINGS: CallSettings = { timeoutMs: 3000, retries: 2, backoffMs: 20 };
const BAD_GATEWAY = () => new CallFailure('status', 'status 502', { status: 502 });
const BUSY = (retryAfterMs: number) =>
  new CallFailure('busy', 'too many requests', { status: 429, retryAfterMs });

/** What TMDB does with each attempt: throws what it is given, or answers it. */
type Script = (attempt: number) => unknown;

/** A call to a TMDB that follows a script, with the times of all attempts. */
function scripted(script: Script, settings: Partial<CallSettings> = {}) {
  const attempts: number[] = [];
  const failures: object[] = [];
  const get = async () => {
    attempts.push(performance.now());
    const said = script(attempts.length);
    if (said instanceof Error) throw said;
    return said;
  };
  const call = patientCall(get, { ...SETTINGS, ...settings }, (failure) => failures.push(failure));
  return { attempts, failures, ask: () => call('/movie/1', {}, (answer) => answer) };
}

async function refusalOf(asked: Promise<unknown>) {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).problem;
}

const refused = (asked: Promise<unknown>) => refusalOf(asked).then(({ kind }) => kind);
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is tried again', () => {
  const failure = (...args: ConstructorParameters<typeof CallFailure>) => new CallFailure(...args);

  it.each([
    ['a broken connection', failure('unreachable', 'x')],
    ['no answer in time', failure('timeout', 'x')],
    ['429', failure('busy', 'x', { status: 429 })],
    ['500', failure('status', 'x', { status: 500 })],
    ['503', failure('status', 'x', { status: 503 })],
  ])('%s, until it goes well', async (_what, error) => {
    const { ask, attempts, failures } = scripted((attempt) => (attempt < 3 ? error : 'well'));
    expect(await ask()).toBe('well');
    expect(attempts).toHaveLength(3);
    expect(failures).toEqual([
      { upstream: 'tmdb', status: error.status, attempt: 1, what: 'x' },
      { upstream: 'tmdb', status: error.status, attempt: 2, what: 'x' },
    ]);
  });

  it.each([
    ['a redirect', failure('status', 'x', { status: 302 }), 'outside-bad-answer'],
    ['400', failure('status', 'x', { status: 400 }), 'outside-bad-answer'],
    ['401', failure('status', 'x', { status: 401 }), 'outside-bad-answer'],
    ['an answer that makes no sense', failure('answer', 'x'), 'outside-bad-answer'],
  ])('but not %s', async (_what, error, kind) => {
    const { ask, attempts } = scripted(() => error);
    expect(await refused(ask())).toBe(kind);
    expect(attempts).toHaveLength(1);
  });

  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 5],
  ])('with TMDB_RETRIES=%i in %i attempts at most', async (retries, most) => {
    const { ask, attempts } = scripted(BAD_GATEWAY, { retries });
    expect(await refused(ask())).toBe('outside-bad-answer');
    expect(attempts).toHaveLength(most);
  });

  it('but not an error of our own, which is no refusal either', async () => {
    const { ask, attempts } = scripted(() => new TypeError('a mistake'));
    await expect(ask()).rejects.toThrow(TypeError);
    expect(attempts).toHaveLength(1);
  });
});

describe('the waits', () => {
  it('are spread over all of the time there is, so that not all come back at once', async () => {
    const backoffMs = 1000;
    const waits: number[] = [];
    await Promise.all(
      Array.from({ length: 600 }, async () => {
        const { ask, attempts } = scripted((n) => (n === 1 ? BAD_GATEWAY() : 'well'), {
          backoffMs,
          timeoutMs: 10_000,
        });
        await ask();
        waits.push(attempts[1]! - attempts[0]!);
      }),
    );
    const buckets = new Array<number>(backoffMs / 100).fill(0);
    for (const wait of waits) buckets[Math.min(buckets.length - 1, Math.floor(wait / 100))]! += 1;
    expect(Math.max(...buckets)).toBeLessThanOrEqual((2 * waits.length) / buckets.length);
    expect(Math.min(...buckets)).toBeGreaterThan(0);
  });

  it('double with each attempt', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const { ask, attempts } = scripted(BAD_GATEWAY, { backoffMs: 60, retries: 3 });
    await refused(ask());
    const waits = attempts.slice(1).map((at, i) => at - attempts[i]!);
    for (const [i, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(59 * 2 ** i);
  });
});

describe('Retry-After', () => {
  it('is never undercut, by the same call or by others', async () => {
    const { ask, attempts } = scripted((n) => (n === 1 ? BUSY(400) : 'well'));
    const calls: Promise<unknown>[] = [ask()];
    for (let i = 0; i < 30; i++) {
      await later(20);
      calls.push(ask().catch(() => 'waiting'));
    }
    await Promise.all(calls);
    expect(attempts.length).toBeGreaterThan(2);
    expect(attempts[1]! - attempts[0]!).toBeGreaterThanOrEqual(400);
  });

  it('holds for who comes meanwhile, who hears how long it is to be', async () => {
    const { ask, attempts } = scripted((n) => (n === 1 ? BUSY(30_000) : 'well'));
    const first = await refusalOf(ask());
    expect(first).toEqual({ kind: 'outside-unavailable', retryAfterSeconds: 30 });
    const second = await refusalOf(ask());
    expect(second).toMatchObject({ kind: 'outside-unavailable', retryAfterSeconds: 30 });
    expect(attempts).toHaveLength(1);
  });

  it('is not made shorter by a later answer that asks for less', async () => {
    const answers = [BUSY(600), BUSY(1)];
    const attempts: number[] = [];
    const get = async () => {
      const n = attempts.push(performance.now());
      // The first two are under way together; the one that asks for less comes last.
      await later(n === 2 ? 60 : 0);
      const answer = answers[n - 1];
      if (answer) throw answer;
      return 'well';
    };
    const call = patientCall(get, { ...SETTINGS, timeoutMs: 5000 }, () => {});
    const ask = () => call('/movie/1', {}, (answer) => answer).catch(() => null);
    await Promise.all([ask(), ask()]);
    expect(attempts[2]! - attempts[0]!).toBeGreaterThanOrEqual(600);
  });

  it('of many waiting calls is followed by retries that are spread', async () => {
    const { ask, attempts } = scripted((n) => (n <= 4 ? BUSY(200) : 'well'), { backoffMs: 300 });
    await Promise.all(Array.from({ length: 4 }, () => ask().catch(() => null)));
    const retries = attempts.slice(4).map((at) => at - attempts[0]!);
    expect(Math.min(...retries)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...retries) - Math.min(...retries)).toBeGreaterThan(1);
  });
});

describe('the budget', () => {
  it('lets no more than a tenth be added once it is spent', async () => {
    // Every fifth call goes well, so that the breaker stays closed.
    let calls = 0;
    let failing = true;
    const { ask, attempts } = scripted(() => (failing ? BAD_GATEWAY() : 'well'), { backoffMs: 1 });
    const askNext = async () => {
      failing = ++calls % 5 !== 0;
      await ask().catch(() => {});
    };
    while (calls < 50) await askNext();
    const before = { attempts: attempts.length, calls };
    expect(before.attempts).toBeGreaterThanOrEqual(60);
    while (calls < 1050) await askNext();
    const perCall = (attempts.length - before.attempts) / (calls - before.calls);
    expect(perCall).toBeLessThanOrEqual(1.1);
    expect(perCall).toBeGreaterThan(1);
  });
});

describe('the breaker', () => {
  async function open(call: ReturnType<typeof scripted>) {
    for (let i = 0; i < 5; i++) await refused(call.ask());
    return call.attempts.length;
  }

  it('opens after five failed calls in a row, and then lets one attempt a second through', async () => {
    const call = scripted(BAD_GATEWAY);
    const before = await open(call);
    const began = performance.now();
    while (performance.now() - began < 3500) {
      expect(['outside-unavailable', 'outside-bad-answer']).toContain(await refused(call.ask()));
      await later(5);
    }
    const probes = call.attempts.slice(before);
    expect(probes.length).toBeGreaterThanOrEqual(2);
    expect(probes.length).toBeLessThanOrEqual(3);
    for (const [i, at] of probes.slice(1).entries()) expect(at - probes[i]!).toBeGreaterThan(990);
  });

  it('tries a probe only once, though there may be budget left', async () => {
    let said = new CallFailure('answer', 'no JSON');
    const call = scripted(() => said);
    expect(await open(call)).toBe(5);
    said = BAD_GATEWAY();
    await later(1010);
    await refused(call.ask());
    expect(call.attempts).toHaveLength(6);
  });

  it('closes when a probe goes well', async () => {
    let well = false;
    const call = scripted(() => (well ? 'well' : BAD_GATEWAY()));
    await open(call);
    well = true;
    expect(await refused(call.ask())).toBe('outside-unavailable');
    await later(1010);
    expect(await Promise.all([call.ask(), call.ask().catch(() => 'rest')])).toEqual([
      'well',
      'rest',
    ]);
    expect(await Promise.all([call.ask(), call.ask()])).toEqual(['well', 'well']);
  });

  it('keeps nobody waiting for a probe that hangs', async () => {
    let probing = false;
    const hang = () => new Promise(() => {});
    const call = scripted(() => (probing ? hang() : BAD_GATEWAY()));
    await open(call);
    probing = true;
    await later(1010);
    void call.ask();
    expect(await refused(call.ask())).toBe('outside-unavailable');
  });

  it('stays open when the time comes that TMDB asked to be left alone for', async () => {
    let said = BAD_GATEWAY();
    const call = scripted(() => said);
    const before = await open(call);
    said = BUSY(1500);
    await later(1010);
    await refused(call.ask());
    expect(call.attempts).toHaveLength(before + 1);
    said = BAD_GATEWAY();
    // What is refused without an attempt is no success of a probe.
    const end = performance.now() + 1700;
    while (performance.now() < end) {
      await refused(call.ask());
      await later(10);
    }
    expect(call.attempts.length).toBeLessThanOrEqual(before + 2);
  });

  it.each([
    [401, 5],
    [400, 40],
  ])('with only %i for an answer lets %i of 40 calls through', async (status, through) => {
    const call = scripted(() => new CallFailure('status', 'x', { status }));
    for (let i = 0; i < 40; i++) await refused(call.ask());
    expect(call.attempts).toHaveLength(through);
  });

  it('ends the retries of calls that are under way when it opens', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    let said = BAD_GATEWAY();
    const call = scripted(() => said, { backoffMs: 300 });
    const waiting = refused(call.ask());
    said = new CallFailure('answer', 'no JSON');
    expect(await open(call)).toBe(6);
    await waiting;
    expect(call.attempts).toHaveLength(6);
  });
});
