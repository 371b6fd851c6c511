import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { Agent, type Dispatcher, errors, request } from 'undici';
import { CallFailure } from './failure.js';

export type Credentials = { accessToken: string } | { apiKey: string };

const LARGEST_ANSWER = 2 * 1024 * 1024;
const CONNECTIONS = 10;
/** Whoever asks to be left alone for longer is asked again after a day. */
const LONGEST_REST_MS = 24 * 60 * 60_000;
const unzip = promisify(gunzip);
const unbrotli = promisify(brotliDecompress);

/** One GET; the answer's JSON, or null for 404. */
export type Get = (
  path: string,
  query: Record<string, string>,
  signal: AbortSignal,
) => Promise<unknown | null>;

/** Asks TMDB once, follows no redirect, and takes at most 2 MiB, packed or not. */
export function getter(
  baseUrl: string,
  credentials: Credentials,
): { get: Get; close(): Promise<void> } {
  const agent = new Agent({ connections: CONNECTIONS, maxResponseSize: LARGEST_ANSWER });
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'gzip, br',
    ...('accessToken' in credentials && { authorization: `Bearer ${credentials.accessToken}` }),
  };
  const key = 'apiKey' in credentials ? { api_key: credentials.apiKey } : {};

  return {
    async get(path, query, signal) {
      const url = `${baseUrl}${path}?${new URLSearchParams({ ...query, ...key })}`;
      try {
        const answer = await request(url, { dispatcher: agent, headers, signal });
        return await read(answer);
      } catch (error) {
        throw error instanceof CallFailure ? error : failureOf(error, signal);
      }
    },
    close: () => agent.close(),
  };
}

async function read({ statusCode: status, headers, body }: Dispatcher.ResponseData) {
  if (status !== 200) {
    // The status says it all; what comes with it, however slowly, nobody waits for.
    body.dump().catch(() => {});
    if (status === 404) return null;
    const details = { status, retryAfterMs: waitOf(headers['retry-after']) };
    if (status === 429) throw new CallFailure('busy', 'too many requests', details);
    throw new CallFailure('status', `status ${status}`, details);
  }
  const bytes = Buffer.from(await body.arrayBuffer());
  try {
    return JSON.parse((await unpack(bytes, headers['content-encoding'])).toString('utf8'));
  } catch {
    throw new CallFailure('answer', 'the answer is not JSON', { status });
  }
}

function unpack(bytes: Buffer, encoding: string | string[] | undefined): Promise<Buffer> | Buffer {
  const bounded = { maxOutputLength: LARGEST_ANSWER };
  if (encoding === 'gzip') return unzip(bytes, bounded);
  if (encoding === 'br') return unbrotli(bytes, bounded);
  return bytes;
}

/** `Retry-After` in seconds or as a date. */
function waitOf(header: string | string[] | undefined): number | null {
  const text = [header].flat()[0];
  if (text === undefined) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), LONGEST_REST_MS);
}

function failureOf(error: unknown, signal: AbortSignal): CallFailure {
  if (
    signal.aborted ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError
  ) {
    return new CallFailure('timeout', 'no answer in time');
  }
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new CallFailure('answer', 'the answer is too large');
  }
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return new CallFailure('unreachable', `connection failed (${code})`);
}
