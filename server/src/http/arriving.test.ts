import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { arriving } from './arriving.js';

const MEBIBYTE = new Uint8Array(1024 * 1024);
const HALF_A_MINUTE = 30_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

function arrival() {
  const body = new PassThrough();
  return { body, pieces: arriving(body)[Symbol.asyncIterator]() };
}

describe('a body that arrives', () => {
  it('is waited for as long as it moves', async () => {
    const { body, pieces } = arrival();
    for (let i = 0; i < 10; i++) {
      body.write(MEBIBYTE);
      expect((await pieces.next()).value.byteLength).toBe(MEBIBYTE.byteLength);
      vi.advanceTimersByTime(HALF_A_MINUTE);
    }
    body.end();
    expect(await pieces.next()).toMatchObject({ done: true });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is refused when it hardly moves', async () => {
    const { body, pieces } = arrival();
    body.write('a');
    await pieces.next();
    const waiting = pieces.next();
    vi.advanceTimersByTime(HALF_A_MINUTE);
    await expect(waiting).rejects.toMatchObject({ problem: { kind: 'request-timeout' } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is refused when it breaks off', async () => {
    const { body, pieces } = arrival();
    const waiting = pieces.next();
    body.destroy();
    await expect(waiting).rejects.toMatchObject({ problem: { code: 'broken-off' } });
  });

  it('is nothing where there is none', async () => {
    expect(await arriving(undefined)[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
  });
});
