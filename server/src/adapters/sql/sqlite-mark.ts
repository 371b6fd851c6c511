import { CompiledQuery } from 'kysely';
import type { Db } from './atomic.js';

/**
 * Another one after anything was committed: the version moves when another connection commits, the changes count what
 * this one writes, and also what it takes back, which does no harm.
 */
export async function sqliteMark(db: Db): Promise<string> {
  const { rows } = await db.executeQuery(READ_MARK);
  const [mark] = rows;
  return `${mark?.version}.${mark?.changes}`;
}

const READ_MARK = CompiledQuery.raw(
  'select data_version as version, total_changes() as changes from pragma_data_version',
) as CompiledQuery<{ version: number; changes: number }>;
