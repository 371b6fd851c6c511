import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../problem.js';
import type { Api, Services } from './api.js';
import { takes } from './compress.js';
import { isKnown, tagOf } from './conditional.js';
import { METHODS } from './methods.js';

/** Every path at which the page shows something; the page itself knows what. */
export const PAGES = [
  '/',
  '/search',
  '/film/:movie',
  '/person/:person',
  '/charts/:chart',
  '/rapid',
  '/for-you',
  '/set-aside',
  '/together',
  '/quality',
  '/add',
  '/sign-in',
  '/sign-up',
  '/account',
  '/imports',
  '/imports/:import',
  '/user/:user',
  '/user/:user/diary',
  '/user/:user/favourites',
  '/user/:user/watchlist',
  '/user/:user/statistics',
  '/admin',
  '/admin/users',
  '/admin/films',
  '/admin/health',
] as const;

/** The page and what it loads. Nobody needs to be known for it, and nothing is asked of the database. */
const OPEN = {
  config: { who: ['ANYONE'], door: 'unlimited', keeping: 'none' },
  schema: { hide: true },
} as const;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https://image.tmdb.org",
  "font-src 'self'",
  // The service worker keeps posters.
  "connect-src 'self' https://image.tmdb.org",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
const INDEX = 'index.html';
/** Named by what is in them. */
const HASHED = 'assets/';
const MACHINES = /^\/(api|assets|docs)\//;
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

type File = { type: string; tag: string; keep: string; bytes: Map<string, Buffer> };

/** Where the page was built beside this program; nowhere beside its source. */
export function builtPage(): string | null {
  const folder = fileURLToPath(new URL('./web/', import.meta.url));
  return existsSync(join(folder, INDEX)) ? folder : null;
}

/** The web page, as it was built into `folder`; where it was not, whoever comes to `/` is sent to the documentation. */
export function pageRoutes(app: Api, { pageFolder }: Services): void {
  const files = pageFolder === null ? null : readFiles(pageFolder);
  const index = files?.get(INDEX);
  if (files === null || index === undefined) {
    app.get('/', OPEN, (_request, reply) => reply.redirect('/docs/'));
    app.setNotFoundHandler(() => fail({ kind: 'not-found' }));
    return;
  }
  for (const path of PAGES) app.get(path, OPEN, (request, reply) => send(request, reply, index));
  for (const [name, file] of files) {
    if (name.startsWith(HASHED) || name === INDEX) continue;
    app.get(`/${name}`, OPEN, (request, reply) => send(request, reply, file));
  }
  app.get<{ Params: { '*': string } }>(`/${HASHED}*`, OPEN, (request, reply) => {
    const file = files.get(`${HASHED}${request.params['*']}`) ?? fail({ kind: 'not-found' });
    return send(request, reply, file);
  });
  const allow = ['GET', 'HEAD'];
  app.route({
    ...OPEN,
    url: `/${HASHED}*`,
    method: METHODS.filter((method) => !allow.includes(method)),
    handler: () => fail({ kind: 'method-not-allowed', allow }),
  });
  // Somebody who followed a stale link sees the page say so; a program gets a problem document.
  app.setNotFoundHandler((request, reply) => {
    if (!isForPeople(request)) fail({ kind: 'not-found' });
    return send(request, reply.code(404), index);
  });
}

/** All of it is kept in memory: a few hundred kilobytes, compressed once when it was built. */
function readFiles(folder: string): Map<string, File> {
  const files = new Map<string, File>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const path = join(folder, name);
    const plain = readFileSync(path);
    const bytes = new Map([['identity', plain]]);
    for (const [encoding, ending] of ENCODINGS) {
      if (existsSync(path + ending)) bytes.set(encoding, readFileSync(path + ending));
    }
    const isHashed = name.startsWith(HASHED);
    const keep = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
    files.set(name.replaceAll(sep, '/'), {
      type,
      tag: tagOf(plain.toString('base64')),
      keep,
      bytes,
    });
  }
  return files;
}

function send(request: FastifyRequest, reply: FastifyReply, file: File): FastifyReply {
  const [encoding, body] = bestOf(file, String(request.headers['accept-encoding'] ?? ''));
  // Bytes of another encoding are another representation.
  const tag = encoding === 'identity' ? file.tag : file.tag.replace(/"$/, `-${encoding}"`);
  reply.headers({
    'content-security-policy': POLICY,
    'cache-control': file.keep,
    vary: 'Accept-Encoding',
    etag: tag,
  });
  if (reply.statusCode === 200 && isKnown(request.headers['if-none-match'], tag)) {
    return reply.code(304).send();
  }
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type(file.type).send(body);
}

function bestOf({ bytes }: File, accepted: string): [string, Buffer | undefined] {
  for (const [encoding] of ENCODINGS) {
    const body = bytes.get(encoding);
    if (body !== undefined && takes(accepted, encoding)) return [encoding, body];
  }
  return ['identity', bytes.get('identity')];
}

/** A browser that was sent somewhere. What programs ask for is never answered with a page. */
function isForPeople({ method, url, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !MACHINES.test(url) && /\btext\/html\b/i.test(headers.accept ?? '');
}
