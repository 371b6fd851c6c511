import { sql } from 'kysely';
import type { HistoryChange, OwnViewing } from '../../imports/history.js';
import type { MovieId } from '../../movies/movie.js';
import type { UserId } from '../../users/user.js';
import type { ViewingId } from '../../viewings/viewing.js';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { insertMany } from './insert-many.js';

const FACTS = ['watched_on', 'stars', 'rewatch', 'tags', 'review', 'logged_at', 'updated_at'];

/** Answers the changes with ids for viewings that had none. */
export async function writeViewings(
  tx: Db,
  userId: UserId,
  changes: readonly HistoryChange[],
): Promise<HistoryChange[]> {
  const numbered = await withIds(tx, changes);
  const added: Row[] = [];
  const changed: Row[] = [];
  const gone: ViewingId[] = [];
  for (const { movieId, before, after } of numbered) {
    const known = new Map(before.viewings.map((viewing) => [viewing.id, viewing]));
    for (const viewing of after.viewings) {
      const was = known.get(viewing.id);
      known.delete(viewing.id);
      if (was === undefined) added.push(rowOf(userId, movieId, viewing));
      else if (JSON.stringify(was) !== JSON.stringify(viewing)) {
        changed.push(rowOf(userId, movieId, viewing));
      }
    }
    gone.push(...known.keys());
  }
  const { bulk } = engineOf(tx);
  const columns = ['id', 'user_id', 'movie_id', ...FACTS];
  if (gone.length > 0) await tx.deleteFrom('viewings').where('id', 'in', gone).execute();
  if (added.length > 0) await insertMany(bulk, tx, 'viewings', columns, added);
  if (changed.length > 0) {
    const set = FACTS.map((column) => sql`${sql.ref(column)} = given.${sql.ref(column)}`);
    await sql`update viewings set ${sql.join(set)}
      from ${bulk.recordset('viewings', columns, changed)} as given
      where viewings.id = given.id and viewings.user_id = given.user_id`.execute(tx);
  }
  return numbered;
}

async function withIds(tx: Db, changes: readonly HistoryChange[]): Promise<HistoryChange[]> {
  const count = changes.reduce(
    (sum, { after }) => sum + after.viewings.filter(({ id }) => id === 0).length,
    0,
  );
  if (count === 0) return [...changes];
  const ids = await engineOf(tx).bulk.reserveIds(tx, 'viewings', count);
  const numbered = (viewing: OwnViewing): OwnViewing =>
    viewing.id === 0 ? { ...viewing, id: ids.shift() as ViewingId } : viewing;
  return changes.map((change) => ({
    ...change,
    after: { ...change.after, viewings: change.after.viewings.map(numbered) },
  }));
}

function rowOf(userId: UserId, movieId: MovieId, viewing: OwnViewing): Row {
  return [
    viewing.id,
    userId,
    movieId,
    viewing.watchedOn,
    viewing.stars,
    viewing.rewatch ? 1 : 0,
    JSON.stringify(viewing.tags),
    viewing.review,
    viewing.loggedAt,
    viewing.updatedAt,
  ];
}
