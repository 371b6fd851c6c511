import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Config } from './config.js';
import { createLog } from './log.js';

function aLog(logLevel: Config['logLevel'] = 'info') {
  const [out, err]: [string[], string[]] = [[], []];
  const into = (lines: string[]) =>
    new Writable({
      write(chunk, _, done) {
        lines.push(...String(chunk).split('\n').filter(Boolean));
        done();
      },
    });
  return { log: createLog({ logLevel }, { out: into(out), err: into(err) }), out, err };
}

describe('the log', () => {
  it('writes one event as one JSON line, with its level and time in words', () => {
    const { log, out, err } = aLog();
    log.info({ movieId: 7 }, 'two\nlines');
    expect(out).toHaveLength(1);
    expect(JSON.parse(out[0]!)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      movieId: 7,
      msg: 'two\nlines',
    });
    expect(err).toEqual([]);
  });

  it('writes errors to both streams, and nothing else to the second', () => {
    const { log, out, err } = aLog('trace');
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
      log[level](level);
    }
    const levels = (lines: string[]) => lines.map((line) => JSON.parse(line).msg);
    expect(levels(out)).toEqual(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
    expect(levels(err)).toEqual(['error', 'fatal']);
  });

  it.each([
    ['warn', ['warn', 'error']],
    ['fatal', []],
    ['silent', []],
  ] as const)('of level %s writes %j', (level, expected) => {
    const { log, out, err } = aLog(level);
    for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each](each);
    expect(out.map((line) => JSON.parse(line).msg)).toEqual(expected);
    expect(err).toHaveLength(expected.filter((each) => each === 'error').length);
  });

  it('writes an error whole, with its cause', () => {
    const { log, err } = aLog();
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'broken');
    const [line] = err;
    expect(JSON.parse(line!).err).toMatchObject({
      type: 'Error',
      message: expect.stringContaining('outer'),
      stack: expect.stringContaining('log.test'),
    });
    expect(line).toContain('inner');
  });

  it.each([
    'authorization',
    'cookie',
    'set-cookie',
    'password',
    'currentPassword',
    'token',
    'secret',
    'passwordHash',
    'email',
  ])('never shows %s of a request, a person or an error', (name) => {
    const { log, out, err } = aLog('trace');
    const told = { [name]: 'canary-7f3a', kept: 'seen' };
    log.info(told);
    log.info({ body: told });
    log.error({ req: { headers: told } });
    log.error({ err: Object.assign(new Error('broken'), told) });
    log.child(told).warn('of a child');
    log.child({ user: told }).warn('of a child');
    const all = [...out, ...err].join('\n');
    expect(all).not.toContain('canary');
    expect(all.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(6);
    expect(all).toContain('seen');
  });
});
