import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '../problem.js';
import { DEMO_HEADERS, SECURITY_HEADERS } from './headers.js';
import { describe } from './problems.js';

/** Answers what could not even be read as HTTP, on the bare socket; the status, or null where nobody is left. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  demo: boolean,
): number | null {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return null;
  }
  const requestId = randomUUID();
  const { document } = describe(problemOf(error.code), requestId);
  const body = JSON.stringify(document);
  const headers = {
    ...SECURITY_HEADERS,
    ...(demo && DEMO_HEADERS),
    'x-request-id': requestId,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\n`;
  socket.end(`${status}${lines.join('')}\r\n${body}`);
  return document.status;
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return { kind: 'headers-too-large' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { kind: 'request-timeout' };
  return { kind: 'malformed', code: 'http', detail: 'This is not HTTP as it should be.' };
}
