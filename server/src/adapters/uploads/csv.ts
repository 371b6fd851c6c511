import { CsvError, parse } from 'csv-parse';
import type { Dialect } from '../../imports/dialect.js';
import { fail } from '../../problem.js';

/** A review may be long; a row with a novel in it is none. */
const LONGEST_RECORD = 256 * 1024;
const MOST_COLUMNS = 1000;

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
  let line = 0;
  const toRecord = ({ record, info }: Parsed): CsvRecord => {
    const begins = line + 1;
    if (record.length > MOST_COLUMNS) tooManyColumns(name, begins, record.length);
    line = info.lines;
    return { cells: record, line: begins };
  };
  try {
    for await (const piece of text) {
      // To take its records out at once costs half of waiting for each of them.
      parser.write(piece);
      const records: CsvRecord[] = [];
      for (let found = parser.read(); found !== null; found = parser.read()) {
        records.push(toRecord(found));
      }
      if (parser.errored !== null) throw parser.errored;
      yield records;
    }
    parser.end();
    for await (const found of parser) yield [toRecord(found)];
  } catch (error) {
    refuse(error, name, line + 1);
  } finally {
    parser.destroy();
  }
}

function refuse(error: unknown, name: string, line: number): never {
  if (!(error instanceof CsvError)) throw error;
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const detail = `${name} has a row of more than ${LONGEST_RECORD} characters at line ${line}. Expected were rows of one film each.`;
    fail({ kind: 'import-unreadable', code: 'long-record', detail });
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const detail = `${name} ends within quotation marks that begin at line ${line} or later: it seems cut short.`;
    fail({ kind: 'import-unreadable', code: 'cut-short', detail });
  }
  const detail = `${name} is no table at line ${line}: ${error.message}`;
  fail({ kind: 'import-unreadable', code: 'damaged', detail });
}

function tooManyColumns(name: string, line: number, columns: number): never {
  const detail = `${name} has ${columns} columns at line ${line}. Expected were ${MOST_COLUMNS} at most.`;
  fail({ kind: 'import-unreadable', code: 'too-many-columns', detail });
}
