import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { inventedFilms, listed, type TmdbFilm } from './invented-films.js';

/** How it answers. `cut off` breaks the connection in the middle; `half` ends well, after half of the JSON. */
export type Mood =
  | 'well'
  | 'hang'
  | 'drip'
  | 'cut off'
  | 'half'
  | 'html'
  | 'wrong types'
  | 'huge'
  | 'bomb'
  | 'redirect'
  | 'gzip'
  | 'br'
  | { status: number; retryAfter?: string };

/** `at` is as of `performance.now()`. */
export type Call = { at: number; method: string; path: string; query: Record<string, string> };

/** A real HTTP server that plays TMDB, as well or badly as it is told, and counts what it is asked. */
export type FakeTmdb = {
  baseUrl: string;
  accessToken: string;
  apiKey: string;
  /** What a service needs to be told to use it. */
  settings: Record<string, string>;
  films: TmdbFilm[];
  mood: Mood | ((call: Call) => Mood);
  /** Each answer is kept back for so long. */
  delayMs: number;
  calls: Call[];
  callsOf(path: string): Call[];
  /** Closes the port: connections are refused. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

const A_PAGE = 20;
const MOST_PAGES = 500;
const HUGE = 10 * 1024 * 1024;
const DRIP_MS = 100;
const WRONG_TYPES = { id: 'x', title: [], results: { 0: null }, movie_results: 5 };

export async function startFakeTmdb(films: TmdbFilm[] = inventedFilms()): Promise<FakeTmdb> {
  const chance = Math.random().toString(36).slice(2);
  const fake = {
    films,
    accessToken: `canary.token.${chance}`,
    apiKey: `canarykey${chance}`,
    mood: 'well' as FakeTmdb['mood'],
    delayMs: 0,
    calls: [] as Call[],
    callsOf: (path: string) => fake.calls.filter((call) => call.path === path),
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake');
    const call = {
      at: performance.now(),
      method: request.method ?? '',
      path: pathname.replace(/^\/3/, ''),
      query: Object.fromEntries(searchParams),
    };
    fake.calls.push(call);
    const mood = typeof fake.mood === 'function' ? fake.mood(call) : fake.mood;
    const allowed = isAllowed(request, call, fake);
    const said = allowed ? answerOf(call, fake.films) : refusal(401, 7, 'Invalid API key');
    if (fake.delayMs === 0) answer(response, said, mood);
    else setTimeout(answer, fake.delayMs, response, said, mood);
  });

  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await listen(0);
  const baseUrl = `http://127.0.0.1:${port}/3`;
  return Object.assign(fake, {
    baseUrl,
    settings: { TMDB_BASE_URL: baseUrl, TMDB_ACCESS_TOKEN: fake.accessToken },
    goAway: close,
    comeBack: async () => void (await listen(port)),
    stop: async () => (server.listening ? close() : undefined),
  });
}

type Said = { status: number; body: unknown };

function isAllowed(
  { headers }: IncomingMessage,
  { query }: Call,
  { accessToken, apiKey }: Pick<FakeTmdb, 'accessToken' | 'apiKey'>,
): boolean {
  return headers.authorization === `Bearer ${accessToken}` || query.api_key === apiKey;
}

function answerOf({ path, query }: Call, films: TmdbFilm[]): Said {
  if (path === '/movie/popular') return page(films, query.page);
  if (path === '/search/movie') {
    const text = (query.query ?? '').toLowerCase();
    return page(
      films.filter(({ title }) => title.toLowerCase().includes(text)),
      query.page,
    );
  }
  const [, kind, id] = /^\/(movie|find)\/(\w+)$/.exec(path) ?? [];
  if (kind === 'find') {
    const found = films.filter((film) => film.imdb_id === id).map(listed);
    return { status: 200, body: { movie_results: found, person_results: [], tv_results: [] } };
  }
  const film = kind === 'movie' && films.find((one) => String(one.id) === id);
  if (!film) return refusal(404, 34, 'The resource you requested could not be found.');
  const { credits, external_ids, ...details } = film;
  const asked = new Set(query.append_to_response?.split(','));
  return {
    status: 200,
    body: {
      ...details,
      ...(asked.has('credits') && { credits }),
      ...(asked.has('external_ids') && { external_ids }),
    },
  };
}

function page(films: TmdbFilm[], text = '1'): Said {
  const number = Number(text);
  if (!(number >= 1 && number <= MOST_PAGES)) return refusal(400, 22, 'Invalid page');
  const results = films.slice((number - 1) * A_PAGE, number * A_PAGE).map(listed);
  const totals = { total_pages: Math.ceil(films.length / A_PAGE), total_results: films.length };
  return { status: 200, body: { page: number, results, ...totals } };
}

function refusal(status: number, code: number, message: string): Said {
  return { status, body: { success: false, status_code: code, status_message: message } };
}

function answer(response: ServerResponse, { status, body }: Said, mood: Mood): void {
  const json = JSON.stringify(body);
  const send = (code: number, bytes: string | Buffer, headers: Record<string, string> = {}) => {
    const length = { 'content-length': String(Buffer.byteLength(bytes)) };
    const type = { 'content-type': 'application/json;charset=utf-8' };
    response.writeHead(code, { ...type, ...length, ...headers }).end(bytes);
  };
  const moods: Record<Extract<Mood, string>, () => unknown> = {
    well: () => send(status, json),
    hang: () => {},
    drip: () => drip(response, json),
    'cut off': () => {
      response.writeHead(200, { 'content-length': String(Buffer.byteLength(json)) });
      response.write(json.slice(0, json.length / 2), () => response.destroy());
    },
    half: () => send(200, json.slice(0, json.length / 2)),
    html: () => send(200, '<!doctype html><h1>Down</h1>', { 'content-type': 'text/html' }),
    'wrong types': () => send(200, JSON.stringify(WRONG_TYPES)),
    huge: () => send(200, `{"results":[],"total_pages":1,"more":"${'x'.repeat(HUGE)}"}`),
    bomb: () => send(200, gzipSync(' '.repeat(HUGE)), { 'content-encoding': 'gzip' }),
    redirect: () => send(302, '', { location: '/3/movie/popular?page=1&redirected=true' }),
    gzip: () => send(status, gzipSync(json), { 'content-encoding': 'gzip' }),
    br: () => send(status, brotliCompressSync(json), { 'content-encoding': 'br' }),
  };
  if (typeof mood === 'string') {
    moods[mood]();
    return;
  }
  const after = mood.retryAfter === undefined ? {} : { 'retry-after': mood.retryAfter };
  send(mood.status, JSON.stringify(refusal(mood.status, 43, 'No backend').body), after);
}

/** A byte now and then. */
function drip(response: ServerResponse, json: string): void {
  response.writeHead(200, { 'content-length': String(Buffer.byteLength(json)) });
  let sent = 0;
  const timer = setInterval(() => response.write(json.charAt(sent++)), DRIP_MS);
  response.once('close', () => clearInterval(timer));
}
