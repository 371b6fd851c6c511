import type { Import, ImportRow } from '../imports/import.js';
import type { KnownFilm } from '../imports/likeness.js';
import type { Store } from '../ports.js';

type Named = Pick<KnownFilm, 'title' | 'year' | 'directors'>;

const ROWS_AT_ONCE = 1000;
const MOST_NAMED = 10;

/** What rows of an import come to, why some are set aside, and of which the film is not known. */
export async function tellImport(store: Store, one: Import): Promise<string> {
  const { rows, verdicts } = one;
  const lines = [`${rows} rows: ${listed(verdicts)}`];
  const { reasons, unmatched } = await leftOut(store, one);
  if (verdicts.aside > 0) lines.push(`${verdicts.aside} aside: ${listed(reasons)}`);
  if (verdicts.unmatched > 0) {
    lines.push(
      `${verdicts.unmatched} unmatched, left out unless their film is chosen on the page:`,
    );
    lines.push(...(await tellUnmatched(store, one, unmatched)));
    const more = verdicts.unmatched - unmatched.length;
    if (more > 0) lines.push(`  and ${more} more`);
  }
  return lines.join('\n');
}

async function leftOut({ importRows }: Store, { id, verdicts }: Import) {
  const reasons: Record<string, number> = {};
  const places: number[] = [];
  let left = verdicts.aside + verdicts.unmatched;
  for (let after = 0; left > 0; ) {
    const rows = await importRows.behind(id, after, ROWS_AT_ONCE);
    for (const row of rows) {
      if (row.verdict === 'unmatched' && places.length < MOST_NAMED) places.push(row.place);
      if (row.verdict === 'aside' && row.aside !== null) {
        reasons[row.aside.why] = (reasons[row.aside.why] ?? 0) + 1;
      }
      if (row.verdict === 'unmatched' || row.verdict === 'aside') left -= 1;
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.place;
  }
  const rows = await Promise.all(places.map((place) => importRows.find(id, place)));
  return { reasons, unmatched: rows.filter((row) => row !== null) };
}

async function tellUnmatched(
  { knownFilms }: Store,
  { files }: Import,
  rows: readonly ImportRow[],
): Promise<string[]> {
  const ids = rows.flatMap(({ candidates }) => candidates.map(({ movieId }) => movieId));
  const films = new Map(
    (await knownFilms.describe([...new Set(ids)])).map((film) => [film.id, film]),
  );
  return rows.map(({ file, line, film, candidates }) => {
    const maybe = candidates.flatMap(({ movieId }) => films.get(movieId) ?? []);
    const choice = maybe.length === 0 ? '' : `, perhaps ${maybe.map(named).join(' or ')}`;
    return `  ${files[file]?.name} ${line}: ${named(film)}${choice}`;
  });
}

function named({ title, year, directors }: Named): string {
  const told = [year, directors[0]].filter((fact) => fact != null);
  return told.length === 0 ? title : `${title} (${told.join(', ')})`;
}

function listed(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
