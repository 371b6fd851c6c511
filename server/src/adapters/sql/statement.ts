import type { CompiledQuery } from 'kysely';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';

/** Where a value goes. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** However many shapes are asked for, no more are kept. */
const MOST_SHAPES = 200;

/**
 * A statement that is built and compiled at its first use on each engine, for those that run with every request: to
 * build one again costs as much as to run it. `build` hands the values on as they are; it cannot look at them.
 */
export function statement<Values extends Record<string, unknown>, Row>(
  build: (db: Db, values: Values) => CompiledQuery<Row>,
): (db: Db, values: Values) => Promise<Row[]> {
  const run = shapedStatement((db, _shape: null, values: Values) => build(db, values));
  return (db, values) => run(db, null, values);
}

/** One that differs by what is asked for: it is built and compiled at the first use of each shape. */
export function shapedStatement<Shape, Values extends Record<string, unknown>, Row>(
  build: (db: Db, shape: Shape, values: Values) => CompiledQuery<Row>,
): (db: Db, shape: Shape, values: Values) => Promise<Row[]> {
  const compiled = new Map<string, CompiledQuery<Row>>();
  return async (db, shape, values) => {
    const key = `${engineOf(db).kind} ${shape === null ? '' : JSON.stringify(shape)}`;
    let query = compiled.get(key);
    if (query === undefined) {
      query = build(db, shape, placesOf(values));
      allHaveAPlace(query, values);
      if (compiled.size < MOST_SHAPES) compiled.set(key, query);
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
