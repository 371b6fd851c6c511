import { sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';

const HABIT_COLUMNS = [
  'epoch',
  'user_id',
  'ratings',
  'bias',
  'squares',
  'rated',
  'revision',
  'seen',
] as const;

/** Replaces what is there; people who are gone are left out. */
export async function writeHabits(tx: Db, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const { recordset } = engineOf(tx).bulk;
  const columns = sql.join(HABIT_COLUMNS.map((column) => sql.ref(column)));
  const given = sql.join(HABIT_COLUMNS.map((column) => sql`given.${sql.ref(column)}`));
  const replaced = HABIT_COLUMNS.slice(2).map(
    (column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`,
  );
  await sql`insert into rater_habits (${columns})
    select ${given} from ${recordset('rater_habits', HABIT_COLUMNS, rows)} as given
    inner join users on users.id = given.user_id where true
    on conflict (user_id, epoch) do update set ${sql.join(replaced)}`.execute(tx);
}
