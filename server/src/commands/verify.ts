import { existsSync } from 'node:fs';
import { nameOf } from '../adapters/sql/postgres.js';
import { isPostgresEmpty } from '../adapters/sql/postgres-restore.js';
import type { Config } from '../config.js';
import { openStore } from '../open-store.js';
import { BadUse, type Terminal } from './terminal.js';

const MOST_SHOWN = 50;

/** Recounts every tally. Answers 1 when anything differs, and says what. */
export async function verify(config: Config, { out, err }: Terminal): Promise<number> {
  const { database } = config;
  if (database.kind === 'file' && !existsSync(database.path)) {
    throw new BadUse(`There is no database at ${database.path} to verify.`);
  }
  if (database.kind === 'postgres' && (await isPostgresEmpty(database.url))) {
    throw new BadUse(`There is nothing in ${nameOf(database.url)} to verify.`);
  }
  const store = await openStore(config);
  try {
    const { ratings, movies, differences } = await store.recount.differences();
    out.write(
      `${ratings} ratings of ${movies} movies recounted, ${differences.length} differences\n`,
    );
    for (const { movieId, what } of differences.slice(0, MOST_SHOWN)) {
      err.write(movieId === null ? `${what}\n` : `movie ${movieId}: ${what}\n`);
    }
    if (differences.length > MOST_SHOWN)
      err.write(`… and ${differences.length - MOST_SHOWN} more\n`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}
