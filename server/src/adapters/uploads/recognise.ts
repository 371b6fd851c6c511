import { dialectOf } from '../../imports/dialect.js';
import type { Part } from '../../imports/entry.js';
import type { Item, ItemFormat, ItemStart } from '../../imports/items.js';
import { jsonItems } from '../../imports/json-items.js';
import { recogniseItems, recogniseTable } from '../../imports/recognise.js';
import { headerOf, type Start, type TableFormat } from '../../imports/table.js';
import { fail } from '../../problem.js';
import { recordsOf } from './csv.js';
import type { Source } from './source.js';
import { encodingOf, textOf } from './text.js';

/** So much of JSON is looked at: its first item is in it, or it is none of ours. */
const BEGINNING = 256 * 1024;

/** A file, how to read it, and what it may be about. `text` and `records` begin anew with each call. */
export type Recognised =
  | {
      kind: 'table';
      source: Source;
      format: TableFormat;
      parts: Part[];
      start: Start;
      records: () => ReturnType<typeof recordsOf>;
    }
  | {
      kind: 'items';
      source: Source;
      format: ItemFormat;
      parts: Part[];
      start: ItemStart;
      text: () => AsyncIterable<string>;
    };

/** Null for what is of no kind that we know. Refuses what is no text at all. */
export async function recognise(source: Source): Promise<Recognised | null> {
  const encoding = await encodingOf(source);
  const text = () => textOf(source, encoding);
  const beginning = await beginningOf(text());
  return /^\s*[[{]/.test(beginning)
    ? recogniseJson(source, text, beginning)
    : recogniseRecords(source, text, beginning);
}

async function recogniseRecords(
  source: Source,
  text: () => AsyncIterable<string>,
  beginning: string,
): Promise<Recognised | null> {
  const dialect = dialectOf(beginning);
  const records = () => recordsOf(text(), dialect, source.name);
  for await (const [first] of records()) {
    if (first === undefined) continue;
    const { cells } = first;
    const start: Start = { name: source.name, first: cells, header: headerOf(cells) };
    const known = recogniseTable(start);
    return known && { kind: 'table', source, ...known, start, records };
  }
  return null;
}

function recogniseJson(
  source: Source,
  text: () => AsyncIterable<string>,
  beginning: string,
): Recognised | null {
  const start = { name: source.name, text: beginning, first: firstItem(source.name, beginning) };
  const known = recogniseItems(start);
  return known && { kind: 'items', source, ...known, start, text };
}

function firstItem(name: string, beginning: string): Item | null {
  const [first = null] = jsonItems(name).push(beginning);
  if (first === null && beginning.length === BEGINNING) {
    const detail = `${name} has no item in its first ${BEGINNING} characters. Expected were items of one film each.`;
    fail({ kind: 'import-unreadable', code: 'long-record', detail });
  }
  return first;
}

async function beginningOf(text: AsyncIterable<string>): Promise<string> {
  let beginning = '';
  for await (const piece of text) {
    beginning += piece;
    if (beginning.length >= BEGINNING) break;
  }
  return beginning.slice(0, BEGINNING);
}
