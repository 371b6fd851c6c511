import { nameOf } from '../adapters/sql/postgres.js';
import { beginRestore, isLocked, type Restore } from '../adapters/sql/postgres-restore.js';
import { openStore } from '../open-store.js';
import { BadUse, type Terminal } from './terminal.js';

/**
 * Restores into the schema in use. What was there before waits in a schema of its own, and comes back should anything
 * go wrong; what a crash leaves waiting comes back at the next start, or the next restore.
 */
export async function restorePostgres(
  url: string,
  { environment, out }: Terminal,
  file: string,
): Promise<void> {
  const restore = await beginRestore({ url, environment });
  try {
    const from = await check(restore, file);
    if (await restore.isInUse()) throw inUse(url);
    const aside = await setAside(restore, url);
    if (aside !== null) {
      out.write(`What is in ${nameOf(url)} now is kept in its schema ${aside}\n`);
    }
    const { ratings, movies } = await load(restore, { url, file, from });
    await restore.finish();
    out.write(`${nameOf(url)} is restored from ${file}: ${ratings} ratings of ${movies} movies\n`);
  } finally {
    await restore.close();
  }
}

async function check(restore: Restore, file: string): Promise<string> {
  try {
    return await restore.check(file);
  } catch (error) {
    throw new BadUse(`${file} is not restored: ${(error as Error).message}.`);
  }
}

async function setAside(restore: Restore, url: string): Promise<string | null> {
  try {
    return await restore.setAside();
  } catch (error) {
    if (isLocked(error)) throw inUse(url);
    throw error;
  }
}

async function load(
  restore: Restore,
  { url, file, from }: { url: string; file: string; from: string },
) {
  try {
    await restore.load(file, from);
    return await makeReady(url);
  } catch (error) {
    await restore.bringBack();
    throw new Error(
      `${file} is not restored: ${(error as Error).message}. All is as it was before.`,
      { cause: error },
    );
  }
}

/** Refuses what does not add up; numbers that were given out before are never given out again. */
async function makeReady(url: string) {
  const store = await openStore({ database: { kind: 'postgres', url } });
  try {
    await store.tidy();
    const recounted = await store.recount.differences();
    if (recounted.differences.length > 0) throw new Error('its tallies do not add up');
    await store.feed.beginAnew(Date.now());
    return recounted;
  } finally {
    await store.close();
  }
}

function inUse(url: string): BadUse {
  return new BadUse(`${nameOf(url)} is in use; stop the service before you restore.`);
}
