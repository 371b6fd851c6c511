import type { CompiledQuery } from 'kysely';
import type { Db } from './atomic.js';
import type { Engine } from './engine.js';
import { engineOf } from './engines.js';

/** Where a value goes. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement that is built and compiled at its first use on each engine, for those that run with every request: to
 * build one again costs as much as to run it. `build` hands the values on as they are; it cannot look at them.
 */
export function statement<Values extends Record<string, unknown>, Row>(
  build: (db: Db, values: Values) => CompiledQuery<Row>,
): (db: Db, values: Values) => Promise<Row[]> {
  const compiled = new Map<Engine['kind'], CompiledQuery<Row>>();
  return async (db, values) => {
    const { kind } = engineOf(db);
    let query = compiled.get(kind);
    if (query === undefined) {
      query = build(db, placesOf(values));
      allHaveAPlace(query, values);
      compiled.set(kind, query);
    }
    const parameters = query.parameters.map((value) =>
      value instanceof Place ? values[value.name] : value,
    );
    const { rows } = await db.executeQuery<Row>({ ...query, parameters });
    return rows;
  };
}

function placesOf<Values extends Record<string, unknown>>(values: Values): Values {
  return Object.fromEntries(
    Object.keys(values).map((name) => [name, new Place(name)]),
  ) as unknown as Values;
}

/** One that was reckoned with, or compared, would be the first one's for good. */
function allHaveAPlace({ parameters, sql }: CompiledQuery, values: Record<string, unknown>): void {
  const placed = new Set(parameters.map((value) => value instanceof Place && value.name));
  const lost = Object.keys(values).filter((name) => !placed.has(name));
  if (lost.length > 0) throw new Error(`${lost.join(', ')}: not handed on to "${sql}"`);
}
