import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({}, { films: 20 });
});
afterAll(() => service.stop());

const PATH = '/api/v1/movies?limit=20';
const get = (url: string, headers: Record<string, string> = {}) =>
  service.server.inject({ method: 'GET', url, headers });

it('sends a long answer compressed to who takes that', async () => {
  const plain = await get(PATH);
  const packed = await get(PATH, { 'accept-encoding': 'gzip, deflate, br' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.payload);
  expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
  expect(packed.headers.vary).toContain('Accept-Encoding');
});

it.each(['identity', '', 'gzip;q=0', 'br'])(
  'sends it as it is to who takes "%s"',
  async (takes) => {
    const { headers } = await get(PATH, { 'accept-encoding': takes });
    expect(headers['content-encoding']).toBeUndefined();
  },
);

it('sends a short one as it is', async () => {
  const { headers } = await get('/health', { 'accept-encoding': 'gzip' });
  expect(headers['content-encoding']).toBeUndefined();
});

it('knows what it sent, in whichever encoding', async () => {
  const plain = await get(PATH);
  const packed = await get(PATH, { 'accept-encoding': 'gzip' });
  const tags = [plain, packed].map(({ headers }) => String(headers.etag));
  expect(tags[1]).not.toBe(tags[0]);
  for (const tag of [...tags, tags.join(', ')]) {
    const again = await get(PATH, { 'accept-encoding': 'gzip', 'if-none-match': tag });
    expect([again.statusCode, again.payload]).toEqual([304, '']);
    expect(again.headers['content-encoding']).toBeUndefined();
  }
});
