import type { CompiledQuery, SqliteDatabase } from 'kysely';

type Values = readonly unknown[];

/** One statement for each of several lists of values. */
type OfEach = CompiledQuery & { each: readonly Values[] };

/** The statement, to be run once for each: it tells nothing, and stands in a transaction. */
export function forEach(query: CompiledQuery, each: readonly Values[]): OfEach {
  return { ...query, each };
}

/** What a statement is to be run for, one after the other; null where it is run once. */
export function eachOf(query: CompiledQuery | OfEach): readonly Values[] | null {
  return 'each' in query ? query.each : null;
}

/** Runs it for each; what fails half way is taken back with the transaction. */
export function runForEach(
  database: Pick<SqliteDatabase, 'prepare'>,
  { sql }: CompiledQuery,
  each: readonly Values[],
): { rows: [] } {
  const statement = database.prepare(sql);
  for (const values of each) statement.run(values);
  return { rows: [] };
}
