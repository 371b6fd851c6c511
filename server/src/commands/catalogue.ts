import { existsSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { readCatalogueFile } from '../adapters/files/catalogue.js';
import { openStore } from '../app.js';
import type { Loaded } from '../catalogue/ports.js';
import type { Config } from '../config.js';
import type { Store } from '../ports.js';
import { BadUse, type Terminal } from './terminal.js';

/** The one that ships: the same whether we run from `server/src` or, built, from `dist`. */
const SHIPPED = ['../../data/catalogue.tsv.br', '../../server/data/catalogue.tsv.br'].map(
  (path) => new URL(path, import.meta.url),
);

export async function loadCatalogueFile(
  config: Config,
  terminal: Terminal,
  file?: string,
): Promise<void> {
  const store = openStore(config);
  try {
    const { added, known } = await loadCatalogue(store, terminal, file);
    terminal.out.write(`${added} films added, ${known} known already\n`);
  } finally {
    await store.close();
  }
}

/** Loads a catalogue, by default the one that ships, with a progress bar on `err`. */
export async function loadCatalogue(
  store: Store,
  { err }: Terminal,
  file?: string,
): Promise<Loaded> {
  const catalogue = await read(file);
  const bar = new SingleBar({
    format: 'Loading the catalogue [{bar}] {percentage}% | {value} of {total} films',
    stream: err as NodeJS.WriteStream,
    noTTYOutput: true,
    notTTYSchedule: 1000,
    clearOnComplete: false,
    // Turned off, it would stay off where the load is broken off.
    linewrap: true,
  });
  bar.start(catalogue.films.length, 0);
  try {
    return await store.catalogue.load(catalogue, Date.now(), (films) => bar.update(films));
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
