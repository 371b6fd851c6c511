import { type DestinationStream, type Logger, multistream, pino } from 'pino';
import type { Config } from './config.js';

type Streams = { out: DestinationStream; err: DestinationStream };

const SECRETS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'currentPassword',
  'token',
  'secret',
  'passwordHash',
  'email',
];

/**
 * JSON lines: all of them to `out`, errors to `err` as well. Secrets never get into one. `writer` is in each, where
 * several processes write to one place.
 */
export function createLog(
  { logLevel }: Pick<Config, 'logLevel'>,
  { out, err }: Streams,
  writer: { pid: number; worker: number } | null = null,
): Logger {
  return pino(
    {
      level: logLevel,
      base: writer,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
        censor: '[redacted]',
      },
    },
    multistream([
      { stream: out, level: 'trace' },
      { stream: err, level: 'error' },
    ]),
  );
}
