import pg from 'pg';

/** How long the database may take before whoever asked is told to come back. Null: as long as it wants. */
export type Patience = { connectMs: number; statementMs: number | null; lockMs: number | null };

/** Counts and sums fit a number: those that do not are larger than anything we keep. */
const BIG_NUMBERS = new Set([20, 1700]);
const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    BIG_NUMBERS.has(oid) ? Number : pg.types.getTypeParser(oid, format)) as never,
};

export function clientSettings(
  url: string,
  { connectMs, statementMs, lockMs }: Patience,
): pg.ClientConfig {
  return {
    connectionString: url,
    fallback_application_name: 'halfstar',
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs ?? 0,
    lock_timeout: lockMs ?? 0,
    keepAlive: true,
    types,
  };
}
