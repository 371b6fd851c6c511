/** The sort values and the id of the last row seen: where a list goes on. */
export type Position = readonly (string | number)[];

/** At most `limit` rows, 1..100, of those that come after `after`. */
export type PageRequest = { limit: number; after: Position | null };

/** `next` is null on the last page. `total` counts the whole list, also when the page lies past its end. */
export type Page<Row> = { items: Row[]; next: Position | null; total: number };

/** One key of a sort, the most significant first. */
export type SortKey<Name extends string> = { by: Name; descending: boolean };
