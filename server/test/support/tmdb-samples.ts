import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leftOut } from './redis.js';

const OURS = fileURLToPath(new URL('../data/tmdb', import.meta.url));

// biome-ignore lint/suspicious/noExplicitAny: recorded from outside
export type Sample = { file: string; path: string | null; body: any };

/** Recorded answers of TMDB: the few that are kept here, and all others if HALFSTAR_TEST_DATA tells where they are. */
export function tmdbSamples(): Sample[] {
  const given = process.env.HALFSTAR_TEST_DATA;
  const folder = given === undefined ? OURS : join(given, 'tmdb');
  if (!existsSync(folder)) throw new Error(`HALFSTAR_TEST_DATA: there is no ${folder}`);
  if (given === undefined) {
    leftOut('recorded answers of TMDB other than those in server/test/data (HALFSTAR_TEST_DATA)');
  }
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.startsWith('openapi'))
    .map((file) => {
      const json = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      const exchange = file.includes('.recorded.') ? json : null;
      return {
        file,
        path: exchange && new URL(exchange.request.uri).pathname.replace(/^\/3/, ''),
        body: exchange?.response.body ?? json,
      };
    });
}
