import Database from 'libsql';
import type { OwnDatabase } from './database.js';
import { ask } from './postgres.js';

/** All rows of all tables, each as text, by the name of the table. */
export type EveryRow = Record<string, string[]>;

/** It cannot be gone through, and has no more than `search_words`, by its letters. */
const CLOSED = 'search_word_letters';

/** Whatever tables there are: the database itself says which. */
export async function everyRow({ file, url }: OwnDatabase): Promise<EveryRow> {
  return file === '' ? everyRowOf(url) : everyRowIn(file);
}

function everyRowIn(file: string): EveryRow {
  const database = new Database(file);
  const all = (statement: string) => database.prepare(statement).all() as Record<string, unknown>[];
  // How an index lies on disk is its own matter, and one without content says of its rows only which there are.
  const tables = all(`select name, type from pragma_table_list
    where schema = 'main' and type <> 'shadow' and name <> '${CLOSED}' order by name`);
  const rows = tables.map(({ name, type }) => {
    const columns = type === 'virtual' ? 'rowid' : '*';
    return [name, all(`select ${columns} from "${name}"`).map(written).sort()] as const;
  });
  database.close();
  return Object.fromEntries(rows);
}

async function everyRowOf(url: string): Promise<EveryRow> {
  const tables = await ask<{ name: string }>(
    url,
    'select table_name as name from information_schema.tables where table_schema = current_schema() order by 1',
  );
  const rows: EveryRow = {};
  for (const { name } of tables) {
    rows[name] = (await ask(url, `select * from "${name}"`)).map(written).sort();
  }
  return rows;
}

function written(row: Record<string, unknown>): string {
  return JSON.stringify(row);
}
