/** How the cells of a table are parted. `quote` null: a quotation mark is one like any other. */
export type Dialect = { delimiter: string; quote: '"' | null };

/** ml-1m and ml-100k know no quotation marks around cells, but have them in titles. */
const DIALECTS: readonly Dialect[] = [
  { delimiter: ',', quote: '"' },
  { delimiter: ';', quote: '"' },
  { delimiter: '\t', quote: '"' },
  { delimiter: '::', quote: null },
  { delimiter: '|', quote: null },
];

/** The dialect in which the first line of a table has the most cells; of equals, the commonest. */
export function dialectOf(start: string): Dialect {
  const [line = ''] = start.trimStart().split(/[\r\n]/, 1);
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '""');
  const cells = DIALECTS.map(({ delimiter }) => bare.split(delimiter).length);
  return DIALECTS[cells.indexOf(Math.max(...cells))] as Dialect;
}
