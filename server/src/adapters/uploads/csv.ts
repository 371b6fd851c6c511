import { CsvError, parse } from 'csv-parse';
import type { Dialect } from '../../imports/dialect.js';
import { fail } from '../../problem.js';

/** A review may be long; a row with a novel in it is none. */
const LONGEST_RECORD = 256 * 1024;
const MOST_COLUMNS = 1000;
/** The parser does not count delimiters: with nothing between them a row would have no end. */
const LONGEST_UNENDED = 4 * 1024 * 1024;

export type CsvRecord = { cells: string[]; line: number };
type Parsed = { record: string[]; info: { lines: number } };

/** The records of a table, in pieces as its text comes; empty lines are none. Refuses what is no table, when it comes to it. */
export async function* recordsOf(
  text: AsyncIterable<string>,
  { delimiter, quote }: Dialect,
  name: string,
): AsyncIterable<CsvRecord[]> {
  const parser = parse({
    delimiter,
    quote,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  // What goes wrong is looked for after each piece; without a listener it would end the process.
  parser.on('error', () => {});
  let [line, unended] = [0, 0];
  /** Those before one that is too wide; it is refused when they have been looked at. */
  const toRecords = function* (found: readonly Parsed[]): Iterable<CsvRecord[]> {
    const wide = found.findIndex(({ record }) => record.length > MOST_COLUMNS);
    yield (wide === -1 ? found : found.slice(0, wide)).map(({ record, info }) => {
      const begins = line + 1;
      line = info.lines;
      return { cells: record, line: begins };
    });
    if (wide !== -1) tooManyColumns(name, line + 1, found[wide]?.record.length ?? 0);
  };
  try {
    for await (const piece of text) {
      // To take its records out at once costs half of waiting for each of them.
      parser.write(piece);
      const found: Parsed[] = [];
      for (let one = parser.read(); one !== null; one = parser.read()) found.push(one);
      yield* toRecords(found);
      if (parser.errored !== null) throw parser.errored;
      unended = found.length > 0 ? 0 : unended + piece.length;
      if (unended > LONGEST_UNENDED) tooLong(name, line + 1);
    }
    parser.end();
    const rest: Parsed[] = [];
    for await (const one of parser) rest.push(one);
    yield* toRecords(rest);
  } catch (error) {
    refuse(error, name, line + 1);
  } finally {
    parser.destroy();
  }
}

function refuse(error: unknown, name: string, line: number): never {
  if (!(error instanceof CsvError)) throw error;
  if (error.code === 'CSV_MAX_RECORD_SIZE') tooLong(name, line);
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const detail = `${name} ends within quotation marks that begin at line ${line} or later: it seems cut short.`;
    fail({ kind: 'import-unreadable', code: 'cut-short', detail });
  }
  const detail = `${name} is no table at line ${line}: ${error.message}`;
  fail({ kind: 'import-unreadable', code: 'damaged', detail });
}

function tooLong(name: string, line: number): never {
  const detail = `${name} has a row of more than ${LONGEST_RECORD} characters at line ${line}. Expected were rows of one film each.`;
  fail({ kind: 'import-unreadable', code: 'long-record', detail });
}

function tooManyColumns(name: string, line: number, columns: number): never {
  const detail = `${name} has ${columns} columns at line ${line}. Expected were ${MOST_COLUMNS} at most.`;
  fail({ kind: 'import-unreadable', code: 'too-many-columns', detail });
}
