import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { Catalogue } from '../../catalogue/film.js';
import { parseCatalogue } from '../../catalogue/parse.js';

const unpack = promisify(brotliDecompress);

/** The catalogue in a file, packed with Brotli or plain text. */
export async function readCatalogueFile(file: string | URL): Promise<Catalogue> {
  const bytes = await readFile(file);
  const packed = String(file).endsWith('.br');
  return parseCatalogue((packed ? await unpack(bytes) : bytes).toString('utf8'));
}
