import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../server/src/open-store.js';
import { run } from '../../server/test/support/postgres.js';
import { startProgram } from '../../server/test/support/process.js';
import type { Rated } from '../speed/data.js';
import type { Engine } from '../speed/engine.js';
import { startMeasured } from '../speed/service.js';
import { loadGrown, type Place } from './data.js';

const FILMS = 5000;
const SIGNED_IN = 64;
const FOLDER = join(import.meta.dirname, 'data');
const GIVEN = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
const ASKED_EVERY_MS = 1000;

/** `bytes` on the disk for each rating. */
export type Grown = Rated & { ratings: number; url: string; bytes: number };

/**
 * So many ratings as they are after a night: a model is trained on them, all scores are out, and the database has been
 * vacuumed, by us where it does not by itself. Kept until it is forgotten: the largest takes most of an hour to make, and
 * what took how long is told.
 */
export async function grown(engine: Engine, ratings: number): Promise<Grown> {
  const { url, place, empty, note } = whereOf(engine, ratings);
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8'));
  const told = tell(`${ratings} ratings, ${engine}`);
  await empty();
  const rated = await loadGrown(place, { films: FILMS, ratings, signedIn: SIGNED_IN });
  told('loaded');
  await trained(url);
  told('a model trained');
  const server = await startMeasured({ DATABASE_URL: url });
  await published(place);
  told(`all scores out, by a service that had ${mostOf(server.pid)} MB at most`);
  await server.stop();
  const store = await openStore({ database: place });
  await store.tidy().finally(() => store.close());
  const all: Grown = { ...rated, ratings, url };
  writeFileSync(note, JSON.stringify(all));
  return all;
}

export async function forget(engine: Engine, ratings: number): Promise<void> {
  const { remove, note } = whereOf(engine, ratings);
  await remove();
  rmSync(note, { force: true });
}

function whereOf(engine: Engine, ratings: number) {
  const note = join(FOLDER, `${engine}-${ratings}.json`);
  mkdirSync(FOLDER, { recursive: true });
  if (engine === 'SQLite') {
    const path = join(FOLDER, `${ratings}.db`);
    const place: Place = { kind: 'file', path };
    const remove = async () => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    };
    return { url: `file:${path}`, place, note, remove, empty: remove };
  }
  // A database of its own: vacuum leaves alone what a transaction elsewhere in the same one may still want to see.
  const name = `halfstar_growth_${ratings}`;
  const url = new URL(GIVEN);
  url.pathname = `/${name}`;
  const remove = () => run(GIVEN, `drop database if exists ${name} with (force)`);
  const empty = async () => {
    await remove();
    await run(GIVEN, `create database ${name} template template0`);
  };
  const place: Place = { kind: 'postgres', url: url.href };
  return { url: url.href, place, note, remove, empty };
}

async function trained(url: string): Promise<void> {
  const program = startProgram(['train'], { DATABASE_URL: url });
  const { code } = await program.ended;
  if (code !== 0) throw new Error(program.err.join('\n'));
}

/** Until everyone's votes are counted, and all scores are out by them. */
async function published(place: Place): Promise<void> {
  const { scores, close } = await openStore({ database: place });
  try {
    while ((await scores.current()) === null || (await scores.isOwed()))
      await sleep(ASKED_EVERY_MS);
  } finally {
    await close();
  }
}

/** The most that a process has had of memory, in megabytes. */
function mostOf(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

function tell(what: string): (done: string) => void {
  let since = performance.now();
  return (done) => {
    const seconds = (performance.now() - since) / 1000;
    process.stdout.write(`${what}: ${done} in ${seconds.toFixed(0)} s\n`);
    since = performance.now();
  };
}
