import { existsSync } from 'node:fs';
import { readCatalogueFile } from '../adapters/files/catalogue.js';
import type { Loaded } from '../catalogue/ports.js';
import type { Config } from '../config.js';
import { openStore } from '../open-store.js';
import type { Store } from '../ports.js';
import { Refusal } from '../problem.js';
import { progressBar } from './progress.js';
import { BadUse, type Terminal } from './terminal.js';

/** The one that ships: the same whether we run from `server/src` or, built, from `dist`. */
const SHIPPED = ['../../data/catalogue.tsv.br', '../server/data/catalogue.tsv.br'].map(
  (path) => new URL(path, import.meta.url),
);

const LONGEST_LOAD_MS = 120_000;

export async function loadCatalogueFile(
  config: Config,
  terminal: Terminal,
  file?: string,
): Promise<void> {
  const store = await openStore(config);
  try {
    const { added, known } = await loadCatalogue(store, terminal, file);
    terminal.out.write(`${added} films added, ${known} known already\n`);
  } finally {
    await store.close();
  }
}

/**
 * Loads the catalogue that ships into a database without films. Another process may be at it, having started at the
 * same moment: then it is waited for.
 */
export async function loadFirstCatalogue(store: Store, terminal: Terminal): Promise<void> {
  const end = performance.now() + LONGEST_LOAD_MS;
  while ((await store.catalogue.count()) === 0) {
    try {
      await loadCatalogue(store, terminal);
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
    }
  }
}

function isBusy(error: unknown): boolean {
  if (error instanceof Refusal) return error.problem.kind === 'unavailable';
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}

/** Loads a catalogue, by default the one that ships, with a progress bar on `err`. */
async function loadCatalogue(store: Store, terminal: Terminal, file?: string): Promise<Loaded> {
  const catalogue = await read(file);
  const bar = progressBar(terminal, 'Loading the catalogue', 'films');
  bar.start(catalogue.films.length, 0);
  try {
    const loaded = await store.catalogue.load(catalogue, Date.now(), (films) => bar.update(films));
    if (loaded.added > 0) await store.tidy();
    return loaded;
  } finally {
    bar.stop();
  }
}

async function read(file?: string) {
  if (file === undefined) return readCatalogueFile(shipped());
  try {
    return await readCatalogueFile(file);
  } catch (error) {
    throw new BadUse(`${file} is not a catalogue: ${(error as Error).message}.`);
  }
}

function shipped(): URL {
  const found = SHIPPED.find((url) => existsSync(url));
  if (found === undefined) throw new Error('The catalogue that ships is not where it should be.');
  return found;
}
