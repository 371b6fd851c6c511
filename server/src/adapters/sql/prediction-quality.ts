import { type RawBuilder, sql } from 'kysely';
import type { QualityBin, QualitySpan, QualitySums } from '../../predictions/outcomes.js';
import type { Difference } from '../../ratings/ports.js';
import { MOST_STEPS } from '../../ratings/stars.js';
import type { Db } from './atomic.js';
import { QUALITY_COLUMNS, type QualityColumn } from './prediction-tables.js';

/** A step of stars in thousandths. */
const STEP = 5000 / MOST_STEPS;
const LIKED = sql.lit((4 / 5) * MOST_STEPS);
/** Half of the width of an interval of so many percent, in thousandths of a standard deviation. */
const WIDTHS = { within_50: 674, within_80: 1282, within_90: 1645, within_95: 1960 };

/**
 * What some outcomes add up to, exactly, by day and bin: half stars that were predicted, ties going up, and tenths of the
 * chance to like it. Of the latter, squares are those of Brier's score.
 */
function sumsOf(which: RawBuilder<unknown>): RawBuilder<unknown> {
  const came = sql`(stars * ${sql.lit(STEP)})`;
  const liked = sql`(case when stars >= ${LIKED} then 1000 else 0 end)`;
  const square = (value: RawBuilder<unknown>) => sql`sum((${value}) * (${value}))`;
  const within = Object.values(WIDTHS).map(
    (width) => sql`sum(case when abs(${came} - predicted) * 1000 <= ${sql.lit(width)} * deviation
      then 1 else 0 end)`,
  );
  const columns = (values: RawBuilder<unknown>[]) =>
    sql.join(
      QUALITY_COLUMNS.map(
        (name, i) => sql`cast(${values[i] ?? sql.lit(0)} as bigint) as ${sql.ref(name)}`,
      ),
    );
  return sql`
    select day, 'stars' as kind, (predicted + 250) / 500 as bin, ${columns([
      sql`count(*)`,
      sql`sum(predicted)`,
      sql`sum(${came})`,
      sql`sum(abs(${came} - predicted))`,
      square(sql`${came} - predicted`),
      square(sql`${came} - film_mean`),
      square(sql`${came} - with_bias`),
      ...within,
    ])}
    from prediction_outcomes where ${which} group by day, (predicted + 250) / 500
    union all
    select day, 'liking', ${tenth}, ${columns([
      sql`count(*)`,
      sql`sum(liking)`,
      sql`sum(${liked})`,
      sql`sum(abs(${liked} - liking))`,
      square(sql`${liked} - liking`),
    ])}
    from prediction_outcomes where ${which} group by day, ${tenth}`;
}

const tenth = sql`(case when liking >= 1000 then 9 else liking / 100 end)`;

/** Adds what some outcomes come to. */
export async function addToDays(tx: Db, which: RawBuilder<unknown>): Promise<void> {
  const sums = QUALITY_COLUMNS.map((name) => {
    const column = sql.ref(name);
    return sql`${column} = prediction_days.${column} + excluded.${column}`;
  });
  const names = sql.join(['day', 'kind', 'bin', ...QUALITY_COLUMNS].map((name) => sql.ref(name)));
  // In one order, so that no two of these each wait for the other. Without a condition, SQLite reads a join into it.
  await sql`insert into prediction_days (${names})
    select ${names} from (${sumsOf(which)}) as added where true order by day, kind, bin
    on conflict (day, kind, bin) do update set ${sql.join(sums)}`.execute(tx);
}

/** As if these outcomes had never been. */
export async function withdrawFromDays(tx: Db, which: RawBuilder<unknown>): Promise<void> {
  const sums = QUALITY_COLUMNS.map((name) => {
    const column = sql.ref(name);
    return sql`${column} = prediction_days.${column} - gone.${column}`;
  });
  await sql`update prediction_days set ${sql.join(sums)} from (${sumsOf(which)}) as gone
    where prediction_days.day = gone.day and prediction_days.kind = gone.kind
      and prediction_days.bin = gone.bin`.execute(tx);
  await sql`delete from prediction_outcomes where ${which}`.execute(tx);
}

type Sums = Record<QualityColumn, number>;

export async function readQuality(db: Db, by: 'day' | 'month', most: number) {
  const added = sql.join(
    QUALITY_COLUMNS.map((name) => sql`cast(sum(${sql.ref(name)}) as bigint) as ${sql.ref(name)}`),
  );
  const bins = async (kind: 'stars' | 'liking'): Promise<QualityBin[]> => {
    const { rows } = await sql<Sums & { bin: number }>`
      select bin, ${added} from prediction_days where kind = ${kind} and count > 0
      group by bin order by bin`.execute(db);
    return rows.map((row) => ({ bin: row.bin, ...toSums(row) }));
  };
  const since = by === 'day' ? sql`day` : sql`substr(day, 1, 7)`;
  const { rows } = await sql<Sums & { since: string }>`
    select ${since} as since, ${added} from prediction_days where kind = 'stars' and count > 0
    group by ${since} order by ${since} desc limit ${sql.lit(most)}`.execute(db);
  const spans = rows.map((row): QualitySpan => ({ since: row.since, ...toSums(row) }));
  return { stars: await bins('stars'), liking: await bins('liking'), spans };
}

function toSums(row: Sums): QualitySums {
  return {
    count: row.count,
    predicted: row.predicted,
    came: row.came,
    absolutes: row.absolutes,
    squares: row.squares,
    filmSquares: row.film_squares,
    biasSquares: row.bias_squares,
    within: { 50: row.within_50, 80: row.within_80, 90: row.within_90, 95: row.within_95 },
  };
}

/** Days and bins whose sums are not those of their outcomes. */
export async function strayDays(db: Db): Promise<Difference[]> {
  const differ = QUALITY_COLUMNS.map((name) => {
    const column = sql.ref(name);
    return sql`coalesce(kept.${column}, 0) <> coalesce(counted.${column}, 0)`;
  });
  const { rows } = await sql<{ day: string; kind: string; bin: number }>`
    select coalesce(kept.day, counted.day) as day, coalesce(kept.kind, counted.kind) as kind,
      coalesce(kept.bin, counted.bin) as bin
    from prediction_days kept
    full join (${sumsOf(sql`true`)}) as counted
      on counted.day = kept.day and counted.kind = kept.kind and counted.bin = kept.bin
    where ${sql.join(differ, sql` or `)}`.execute(db);
  return rows.map(({ day, kind, bin }) => ({
    movieId: null,
    what: `the sums of predictions of ${kind} on ${day}, bin ${bin}, are not those of their outcomes`,
  }));
}
