import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATHS } from '../../../web/src/paths.js';
import { PAGES } from '../../src/http/page.js';
import { type Service, startService } from '../support/service.js';

const SHELL = '<!doctype html><title>Halfstar</title>';
const SCRIPT = 'export const films = "very many";'.repeat(9);
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const OPEN_PATHS = PAGES.map((page) => page.replace(/:\w+/g, 'x'));

const pageFolder = mkdtempSync(join(tmpdir(), 'halfstar-page-'));
let service: Service;

beforeAll(async () => {
  mkdirSync(join(pageFolder, 'assets'));
  const files = {
    'index.html': SHELL,
    'theme.js': 'dark();',
    'sw.js': 'wait();',
    'icon.svg': '<svg/>',
    'manifest.webmanifest': '{}',
    'assets/main-1234.js': SCRIPT,
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(pageFolder, name), text);
    writeFileSync(join(pageFolder, `${name}.br`), brotliCompressSync(text));
    writeFileSync(join(pageFolder, `${name}.gz`), gzipSync(text));
  }
  service = await startService({ PUBLIC_READ: 'false' }, { films: 0, pageFolder });
});
afterAll(async () => {
  await service.stop();
  rmSync(pageFolder, { recursive: true });
});

describe('the shell of the page', () => {
  it('has the paths that the page knows', () => {
    expect(PAGES).toEqual(PATHS);
  });

  it.each(OPEN_PATHS)('is at %s, also where reading is not public', async (path) => {
    const { status, headers, body } = await service.call('GET', path);
    expect([status, headers['content-type'], body]).toEqual([
      200,
      'text/html; charset=utf-8',
      SHELL,
    ]);
  });

  it('is asked for anew each time, and told by its tag', async () => {
    const { headers } = await service.call('GET', '/');
    expect(headers['cache-control']).toBe('no-cache');
    const again = await service.call('GET', '/', {
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', headers.etag]);
  });

  it('may run and load nothing but its own', async () => {
    const { headers } = await service.call('GET', '/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('answers a person who followed a stale link, as not found', async () => {
    const { status, body } = await service.call('GET', '/no/such/page', { headers: HTML });
    expect([status, body]).toEqual([404, SHELL]);
  });

  it('is all there is to GET: other methods are refused', async () => {
    for (const path of ['/', '/film/1', '/assets/main-1234.js']) {
      const { status, headers } = await service.call('POST', path, { body: {} });
      expect([path, status]).toEqual([path, 405]);
      expect(headers.allow).toContain('GET');
    }
  });
});

describe('what the page loads', () => {
  it.each([
    ['/theme.js', 'text/javascript; charset=utf-8'],
    ['/sw.js', 'text/javascript; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
    ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
  ])('%s is %s, and asked for anew', async (path, type) => {
    const { status, headers } = await service.call('GET', path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      type,
      'no-cache',
    ]);
  });

  it('is kept for good where its name says what is in it', async () => {
    const { headers, body } = await service.call('GET', '/assets/main-1234.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(body).toBe(SCRIPT);
  });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
    ['', undefined],
  ])('comes, to who takes "%s", as %s', async (accepted, encoding) => {
    const { status, headers } = await service.call('GET', '/assets/main-1234.js', {
      headers: { 'accept-encoding': accepted },
    });
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(headers.vary).toBe('Accept-Encoding');
  });

  it('has another tag in each encoding', async () => {
    const tags = await Promise.all(
      ['br', 'gzip', 'identity'].map(
        async (encoding) =>
          (await service.call('GET', '/theme.js', { headers: { 'accept-encoding': encoding } }))
            .headers.etag,
      ),
    );
    expect(new Set(tags).size).toBe(3);
  });

  it.each([
    '/assets/none.js',
    '/assets/../index.html',
    '/assets/..%2Findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/main-1234.js.br',
    '/index.html',
  ])('is not %s', async (path) => {
    const { status, headers } = await service.call('GET', path);
    expect([status, headers['content-type']]).toEqual([404, 'application/problem+json']);
  });
});

describe('what is no page', () => {
  it.each(['/api/v1/none', '/api/none', '/assets/none.js', '/docs/none'])(
    '%s is a problem document, whoever asks',
    async (path) => {
      const { status, headers } = await service.call('GET', path, {
        headers: { accept: 'text/html, */*' },
      });
      expect([status, headers['content-type']]).toEqual([404, 'application/problem+json']);
    },
  );

  it('is as it was without a page', async () => {
    for (const path of [
      '/health',
      '/openapi.json',
      '/docs/',
      '/problems/invalid',
      '/methods/habits-1',
    ]) {
      expect([path, (await service.call('GET', path)).status]).toEqual([path, 200]);
    }
    expect((await service.call('GET', '/none')).headers['content-type']).toContain('problem+json');
  });

  it('stands alone where no page was built', async () => {
    const bare = await startService({}, { films: 0, pageFolder: null });
    expect((await bare.call('GET', '/')).headers.location).toBe('/docs/');
    expect((await bare.call('GET', '/film/1', { headers: HTML })).status).toBe(404);
    await bare.stop();
  });
});
