import { readCatalogueFile } from '../../src/adapters/files/catalogue.js';
import type { Catalogue } from '../../src/catalogue/film.js';

/** The catalogue that ships. */
export const SHIPPED = new URL('../../data/catalogue.tsv.br', import.meta.url);

let shipped: Promise<Catalogue> | undefined;

/** The best known films of the catalogue that ships: real ones, and quick to load. */
export async function someFilms(most = 300): Promise<Catalogue> {
  shipped ??= readCatalogueFile(SHIPPED);
  const { people, films } = await shipped;
  return { people, films: films.slice(0, most) };
}
