import { sql } from 'kysely';
import type { CatalogueFilm } from '../../catalogue/film.js';
import { fold } from '../../movies/fold.js';
import type { Db } from './atomic.js';
import { insertMany, largestId } from './bulk.js';

const PEOPLE_AT_A_TIME = 10_000;

/** A film and the id it gets; many of them have ids one after the other. */
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
  let id = await largestId(db, 'people');
  const people: Person[] = [];
  const added: (string | number)[][] = [];
  for (const { directors, cast } of films) {
    for (const at of [...directors, ...cast]) {
      if (people[at] !== undefined) continue;
      const name = names[at];
      if (name === undefined) throw new Error(`the catalogue has no person ${at}`);
      const words = fold(name);
      const ours = known.get(name);
      people[at] = { id: ours ?? ++id, words };
      if (ours === undefined) added.push([id, name, words || name]);
    }
  }
  for (let i = 0; i < added.length; i += PEOPLE_AT_A_TIME) {
    const some = added.slice(i, i + PEOPLE_AT_A_TIME);
    await insertMany(db, 'people', ['id', 'name', 'name_key'], some);
  }
  return people;
}

export async function addCredits(
  db: Db,
  films: readonly Numbered[],
  people: People,
): Promise<void> {
  const idsOf = (all: number[]) => all.map((at) => people[at]?.id);
  const credits = films.map(({ film }) => ({
    cast: idsOf(film.cast),
    director: idsOf(film.directors),
  }));
  await sql`insert into credits (movie_id, job, position, person_id)
    select ${films[0]?.id ?? 0} + film.key, job.key, person.key, person.value
    from json_each(${JSON.stringify(credits)}) as film, json_each(film.value) as job,
      json_each(job.value) as person`.execute(db);
}

async function uniqueNames(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('people')
    .select(({ fn }) => ['name', fn.min('id').as('id'), fn.countAll<number>().as('n')])
    .groupBy('name')
    .execute();
  return new Map(rows.filter(({ n }) => n === 1).map(({ name, id }) => [name, id]));
}
