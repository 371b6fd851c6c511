const MOST_PREPARED = 500;
/** In a statement whose best plan is another for other values: it is planned each time, by those it has. */
export const BY_VALUES = '/* by values */';
const names = new Map<string, string>();
let generation = 0;

/** A statement with parameters is prepared once on each connection: reading and planning it costs more than running it. */
export function named(text: string, values: unknown[]): { name?: string } {
  if (values.length === 0 || text.includes(BY_VALUES)) return {};
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= MOST_PREPARED) return {};
    name = `halfstar_${generation}_${names.size}`;
    names.set(text, name);
  }
  return { name };
}

/**
 * From now on every statement is prepared anew, on all connections: one of them was prepared before a newer release,
 * beside us, added a column to what it reads.
 */
export function prepareAnew({ name }: { name?: string }): void {
  // Others may have met the same.
  if (!name?.startsWith(`halfstar_${generation}_`)) return;
  names.clear();
  generation++;
}
