import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalogueFile } from '../../src/adapters/files/catalogue.js';
import type { Catalogue } from '../../src/catalogue/film.js';
import { formatCatalogue } from '../../src/catalogue/format.js';
import { SHIPPED } from '../support/films.js';

const CATALOGUE: Catalogue = {
  people: ['Jean-Pierre Jeunet', 'Audrey Tautou'],
  films: [
    {
      title: 'Amélie',
      year: 2001,
      releaseDate: '2001-04-25',
      genres: ['Comedy'],
      directors: [0],
      cast: [1],
      ids: { imdb: 'tt0211915', tmdb: '194', wikidata: 'Q484048', wikipedia: null },
      renown: 700,
    },
  ],
};

describe('a catalogue file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'halfstar-files-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (name: string, content: string | Buffer) => {
    const file = join(folder, name);
    await writeFile(file, content);
    return file;
  };

  it('is read as plain text', async () => {
    const file = await write('plain.tsv', formatCatalogue(CATALOGUE));
    expect(await readCatalogueFile(file)).toEqual(CATALOGUE);
  });

  it('is read packed, by its path or its address', async () => {
    const file = await write('packed.tsv.br', brotliCompressSync(formatCatalogue(CATALOGUE)));
    expect(await readCatalogueFile(file)).toEqual(CATALOGUE);
    expect(await readCatalogueFile(pathToFileURL(file))).toEqual(CATALOGUE);
  });

  it('is read as it ships', async () => {
    const { films } = await readCatalogueFile(SHIPPED);
    expect(films[0]).toMatchObject({ title: expect.any(String), renown: expect.any(Number) });
  });

  it.each([
    ['is not there', 'missing.tsv', null, 'ENOENT'],
    ['is no catalogue', 'text.tsv', 'Dear diary', 'catalogue line 1: not a catalogue'],
    ['is said to be packed and is not', 'text.br', 'Dear diary', 'unexpected end of file'],
    [
      'is packed and cut off',
      'cut.br',
      brotliCompressSync(formatCatalogue(CATALOGUE)).subarray(0, -9),
      'unexpected end of file',
    ],
    ['is packed and not said to be', 'packed', brotliCompressSync('text'), 'catalogue line 1'],
  ])('is refused when it %s', async (_, name, content, why) => {
    if (content !== null) await write(name, content);
    await expect(readCatalogueFile(join(folder, name))).rejects.toThrow(why);
  });
});
