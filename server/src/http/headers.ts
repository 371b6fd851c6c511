import type { FastifyReply, FastifyRequest } from 'fastify';

/** On every answer, also on those given before a route is found. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

export const DEMO_HEADERS = { 'x-demo-mode': 'true' };

/** Two years, and only told over TLS, where browsers heed it. */
const HSTS = 'max-age=63072000; includeSubDomains';

/** Names and values in turn, as Node sends them fastest. */
export type FlatHeaders = string[];

/** What every answer to a request says, whatever it is; whoever asks for it may add to it. */
export type HeadersOfAll = (request: FastifyRequest) => FlatHeaders;

export function headersOfAll(demo: boolean): HeadersOfAll {
  const common = flat({ ...SECURITY_HEADERS, ...(demo && DEMO_HEADERS) });
  return (request) => {
    const all = [...common, 'x-request-id', request.id];
    if (request.protocol === 'https') all.push('strict-transport-security', HSTS);
    return all;
  };
}

export function flat(headers: Record<string, string>): FlatHeaders {
  return Object.entries(headers).flat();
}

/** What a page says of itself stays. */
export function decorate(reply: FastifyReply, said: FlatHeaders): void {
  for (let i = 0; i < said.length; i += 2) {
    const [name = '', value] = [said[i], said[i + 1]];
    if (!reply.hasHeader(name)) reply.header(name, value);
  }
}
