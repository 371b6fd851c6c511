import { type CompiledQuery, SelectQueryNode } from 'kysely';

/** What is taken for writing though it is not takes its turn, and a sync: that does no harm. */
export function isReading({ query, sql }: CompiledQuery): boolean {
  return (
    SelectQueryNode.is(query) || READS.test(sql) || (READS_OR_WRITES.test(sql) && !WRITES.test(sql))
  );
}

/** Beside what changes settings or tidies up, some of which no transaction takes. */
export function changesRows({ sql }: CompiledQuery): boolean {
  return CHANGES_ROWS.test(sql);
}
const CHANGES_ROWS = /^\s*(?:insert|update|delete|replace|with)\b/i;
const READS = /^\s*(?:select|begin|commit|rollback)\b/i;
const READS_OR_WRITES = /^\s*with\b/i;
const WRITES = /\b(?:insert|update|delete)\b/i;
