import type { CatalogueFilm } from '../../catalogue/film.js';
import { nameKey } from '../../movies/fold.js';
import type { Db } from './atomic.js';
import { insertMany, largestId } from './bulk.js';

/**
 * Adds the people of these films and answers our id of each, by the index the catalogue gives them. One whose
 * name exactly one of our people has is taken to be that one.
 */
export async function addPeople(
  db: Db,
  names: readonly string[],
  films: readonly CatalogueFilm[],
): Promise<Map<number, number>> {
  const known = await uniqueNames(db);
  let id = await largestId(db, 'people');
  const ids = new Map<number, number>();
  const added: (string | number)[][] = [];
  for (const at of new Set(films.flatMap(({ directors, cast }) => [...directors, ...cast]))) {
    const name = names[at];
    if (name === undefined) throw new Error(`the catalogue has no person ${at}`);
    const ours = known.get(name);
    ids.set(at, ours ?? ++id);
    if (ours === undefined) added.push([id, name, nameKey(name)]);
  }
  await insertMany(db, 'people', ['id', 'name', 'name_key'], added);
  return ids;
}

async function uniqueNames(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('people')
    .select(({ fn }) => ['name', fn.min('id').as('id'), fn.countAll<number>().as('n')])
    .groupBy('name')
    .execute();
  return new Map(rows.filter(({ n }) => n === 1).map(({ name, id }) => [name, id]));
}
