import type { CatalogueFilm } from '../../catalogue/film.js';
import { fold } from '../../movies/fold.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { insertMany } from './insert-many.js';

const PEOPLE_AT_A_TIME = 10_000;

/** A film and the id it gets. */
export type Numbered = { id: number; film: CatalogueFilm };

/** One of our people, and the folded words of the name. */
export type Person = { id: number; words: string };
/** By the index the catalogue gives them. */
export type People = readonly Person[];

/**
 * Adds the people of these films and answers ours of each, by the index the catalogue gives them. One whose
 * name exactly one of our people has is taken to be that one.
 */
export async function addPeople(
  db: Db,
  names: readonly string[],
  films: readonly CatalogueFilm[],
): Promise<People> {
  const known = await uniqueNames(db);
  const people: Person[] = [];
  const added: number[] = [];
  for (const { directors, cast } of films) {
    for (const at of [...directors, ...cast]) {
      if (people[at] !== undefined) continue;
      const name = names[at];
      if (name === undefined) throw new Error(`the catalogue has no person ${at}`);
      const ours = known.get(name);
      people[at] = { id: ours ?? 0, words: fold(name) };
      if (ours === undefined) added.push(at);
    }
  }
  const { bulk } = engineOf(db);
  const ids = await bulk.reserveIds(db, 'people', added.length);
  const rows = added.map((at, i): [number, string, string] => {
    const [id, name] = [ids[i] as number, names[at] as string];
    const words = people[at]?.words ?? '';
    people[at] = { id, words };
    return [id, name, words || name];
  });
  for (let i = 0; i < rows.length; i += PEOPLE_AT_A_TIME) {
    const some = rows.slice(i, i + PEOPLE_AT_A_TIME);
    await insertMany(bulk, db, 'people', ['id', 'name', 'name_key'], some);
  }
  return people;
}

export async function addCredits(
  db: Db,
  films: readonly Numbered[],
  people: People,
): Promise<void> {
  const credits = films.flatMap(({ id, film }) =>
    (['director', 'cast'] as const).flatMap((job) =>
      (job === 'director' ? film.directors : film.cast).map((at, position) => [
        id,
        job,
        position,
        people[at]?.id ?? null,
      ]),
    ),
  );
  const columns = ['movie_id', 'job', 'position', 'person_id'];
  await insertMany(engineOf(db).bulk, db, 'credits', columns, credits);
}

async function uniqueNames(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('people')
    .select(({ fn }) => ['name', fn.min('id').as('id'), fn.countAll<number>().as('n')])
    .groupBy('name')
    .execute();
  return new Map(rows.filter(({ n }) => n === 1).map(({ name, id }) => [name, id]));
}
