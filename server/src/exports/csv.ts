import { defuse } from '../imports/formula.js';

export type Cell = string | number | null;

const QUOTED = /[",\r\n]/;

/** A line of a table, as RFC 4180 has it; spreadsheets take no cell for a formula. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = defuse(cell ?? '');
  // Blanks at the ends are kept by whoever reads quotes.
  return QUOTED.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
