import { type Selectable, sql } from 'kysely';
import type { Effect, ImportEffects } from '../../imports/import-ports.js';
import { among } from './among.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import type { Schema } from './schema.js';

const COLUMNS = ['import_id', 'movie_id', 'before', 'after', 'created'];

export function sqlImportEffects(db: Db): ImportEffects {
  return {
    async add(id, effects) {
      if (effects.length === 0) return;
      const given = engineOf(db).bulk.recordset(
        'import_effects',
        COLUMNS,
        effects.map(({ movieId, before, after, created }) => [
          id,
          movieId,
          JSON.stringify(before),
          JSON.stringify(after),
          created ? 1 : 0,
        ]),
      );
      const columns = sql.join(COLUMNS.map((column) => sql.ref(column)));
      await sql`insert into import_effects (${columns})
        select ${columns} from ${given} as given where true
        on conflict (import_id, movie_id) do update set after = excluded.after`.execute(db);
    },

    async behind(id, after, limit) {
      const rows = await db
        .selectFrom('import_effects')
        .selectAll()
        .where('import_id', '=', id)
        .where('movie_id', '>', after)
        .orderBy('movie_id')
        .limit(limit)
        .execute();
      return rows.map(toEffect);
    },

    async ofOthers(id, movieIds) {
      const rows = await db
        .selectFrom('import_effects')
        .innerJoin('imports', 'imports.id', 'import_id')
        .innerJoin('imports as this', 'this.user_id', 'imports.user_id')
        .selectAll('import_effects')
        .where('this.id', '=', id)
        .where('import_id', '<>', id)
        .where(among(db, 'movie_id', movieIds))
        .orderBy('import_id')
        .execute();
      return rows.map((row) => ({ ...toEffect(row), importId: row.import_id }));
    },

    async changeBefore(effects) {
      if (effects.length === 0) return;
      const given = engineOf(db).bulk.recordset(
        'import_effects',
        ['import_id', 'movie_id', 'before', 'created'],
        effects.map(({ importId, movieId, before, created }) => [
          importId,
          movieId,
          JSON.stringify(before),
          created ? 1 : 0,
        ]),
      );
      await sql`update import_effects set before = given.before, created = given.created
        from ${given} as given where import_effects.import_id = given.import_id
        and import_effects.movie_id = given.movie_id`.execute(db);
    },

    async count(id) {
      const { n } = await db
        .selectFrom('import_effects')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('import_id', '=', id)
        .executeTakeFirstOrThrow();
      return n;
    },

    async remove(id, upTo) {
      await db
        .deleteFrom('import_effects')
        .where('import_id', '=', id)
        .where('movie_id', '<=', upTo)
        .execute();
    },
  };
}

function toEffect(row: Selectable<Schema['import_effects']>): Effect {
  return {
    movieId: row.movie_id,
    before: JSON.parse(row.before),
    after: JSON.parse(row.after),
    created: row.created === 1,
  };
}
