import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { PageRequest, Position } from '../../page.js';

/** An expression that is never null, and the way it sorts. */
export type Order = { by: RawBuilder<string | number>; descending: boolean };

/** Sorts last whichever way: text behind all text or before it, numbers likewise. */
export function nullsLast(
  column: RawBuilder<unknown>,
  descending: boolean,
  kind: 'text' | 'number',
) {
  const last = kind === 'text' ? (descending ? '' : '\u{10ffff}') : descending ? -1 : 1e15;
  return sql<string | number>`coalesce(${column}, ${sql.lit(last)})`;
}

/**
 * The page of a query in a total order: the last of `order` must tell any two rows apart. Pages go on from
 * the sort values of the last row, so that rows written meanwhile make none appear twice or not at all.
 */
export async function pageOf<DB, Table extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Table, Row>,
  order: Order[],
  { limit, after }: PageRequest,
): Promise<{ rows: Row[]; next: Position | null }> {
  return cut(await ordered(query, order, { most: limit + 1, after }).execute(), order, limit);
}

/** The rows of a page, and so many more that one can tell whether there is another. */
export function ordered<DB, Table extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Table, Row>,
  order: Order[],
  { most, after }: { most: number; after: Position | null },
): SelectQueryBuilder<DB, Table, Row> {
  let page = query;
  for (const [i, { by, descending }] of order.entries()) {
    page = page.select(by.as(`key${i}`)).orderBy(by, descending ? 'desc' : 'asc') as typeof page;
  }
  if (after !== null) page = page.where(isAfter(order, after));
  return page.limit(most);
}

/** Takes the row too many off `rows`; the position is of the last that is left. */
export function cut<Row>(
  rows: Row[],
  order: readonly unknown[],
  limit: number,
): { rows: Row[]; next: Position | null } {
  const more = rows.length > limit;
  if (more) rows.pop();
  const last = more ? (rows.at(-1) as Record<string, string | number> | undefined) : undefined;
  return { rows, next: last ? order.map((_, i) => last[`key${i}`] as string | number) : null };
}

function isAfter(order: Order[], position: Position): RawBuilder<boolean> {
  const from = (i: number): RawBuilder<boolean> => {
    const { by, descending } = order[i] as Order;
    const value = position[i];
    const beyond = descending ? sql<boolean>`${by} < ${value}` : sql<boolean>`${by} > ${value}`;
    if (i === order.length - 1) return beyond;
    // The first condition is implied by the rest, and lets an index begin at the right place.
    const reach = descending ? sql`${by} <= ${value}` : sql`${by} >= ${value}`;
    return sql<boolean>`(${reach} and (${beyond} or (${by} = ${value} and ${from(i + 1)})))`;
  };
  return from(0);
}
