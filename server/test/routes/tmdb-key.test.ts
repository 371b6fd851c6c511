import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showConfig } from '../../src/commands/config.js';
import type { Terminal } from '../../src/commands/terminal.js';
import { BadSettings, readConfig } from '../../src/config.js';
import { type FakeTmdb, type Mood, startFakeTmdb } from '../support/fake-tmdb.js';
import { inventedFilms } from '../support/invented-films.js';
import { addPerson } from '../support/people.js';
import { startService } from '../support/service.js';

const MOODS: Mood[] = [
  'cut off',
  'half',
  'html',
  'wrong types',
  'huge',
  'redirect',
  'hang',
  { status: 401 },
  { status: 429 },
  { status: 500 },
];

let fake: FakeTmdb;
beforeAll(async () => {
  fake = await startFakeTmdb(inventedFilms());
});
afterAll(() => fake.stop());

describe.each([
  ['TMDB_ACCESS_TOKEN', 'accessToken'],
  ['TMDB_API_KEY', 'apiKey'],
] as const)('%s', (name, kind) => {
  const settings = (more: Record<string, string> = {}) => ({
    TMDB_BASE_URL: fake.baseUrl,
    [name]: fake[kind],
    TMDB_TIMEOUT_MS: '300',
    TMDB_RETRIES: '0',
    LOG_LEVEL: 'trace',
    ...more,
  });

  it('is in no answer and in no line of the log, whatever goes wrong', async () => {
    // Every second call goes well, so that the breaker lets all of them through.
    let calls = 0;
    fake.mood = () => (calls++ % 2 ? 'well' : MOODS[(calls >> 1) % MOODS.length]!);
    const heard: unknown[] = [];
    for (const base of [fake.baseUrl, 'http://127.0.0.1:1/3', 'http://not-a-host.invalid/3']) {
      const service = await startService(settings({ TMDB_BASE_URL: base }), { films: 0 });
      const { token } = await addPerson(service, 'ana');
      const call = async (method: string, path: string, body?: unknown) =>
        heard.push(await service.call(method, path, { token, body }));
      for (let i = 1; i <= MOODS.length; i++) {
        const id = 900_000 + i;
        await call('GET', `popular?page=${i}`);
        await call('GET', `tmdb/movies?q=film&page=${i}`);
        await call('POST', 'movies', { tmdbId: id });
        await call('PUT', `users/me/ratings/imdb:tt99${String(i + 20).padStart(5, '0')}`, {
          stars: 1,
        });
        const items = [{ movie: `tmdb:${id + 15}`, stars: 1 }];
        await call('POST', 'users/me/ratings/batch', { items });
      }
      await call('GET', '/openapi.json');
      await call('GET', '/ready');
      await service.stop();
      heard.push(service.out, service.err);
      expect(service.err.join('')).toContain('tmdb');
    }
    expect(JSON.stringify(heard)).not.toContain(fake[kind]);
    // It was really used, and every mood came to be.
    expect(calls).toBeGreaterThan(2 * MOODS.length);
  });

  it('is masked among the settings', () => {
    let shown = '';
    const out = { write: (text: string) => (shown += text) };
    const TMDB_BASE_URL = 'https://ana:hidden@tmdb.example/3';
    showConfig(readConfig(settings({ TMDB_BASE_URL })), { out } as unknown as Terminal);
    expect(shown).toContain(`${name}=***`);
    expect(shown).not.toContain(fake[kind]);
    expect(shown).not.toContain('hidden');
  });

  it('is not repeated where it is refused', () => {
    const bad = `${fake[kind]} with a blank`;
    const read = () => readConfig(settings({ [name]: bad, TMDB_BASE_URL: 'ftp://x' }));
    expect(read).toThrow(BadSettings);
    try {
      read();
    } catch (error) {
      expect((error as BadSettings).sentences).toHaveLength(2);
      expect(String(error)).not.toContain(fake[kind]);
    }
  });
});
