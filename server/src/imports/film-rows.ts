import type { ImportId, RowToJudge, SetAside } from './import.js';
import type { ImportRows } from './import-ports.js';

/** Nobody has seen a film more often; more rows of one are a mistake, or made to be a burden. */
export const MOST_ROWS_A_FILM = 500;
export const TOO_MANY: SetAside = {
  why: 'too-many',
  detail: `Of one film, ${MOST_ROWS_A_FILM} rows are taken.`,
};

export type FilmRows = { key: string; rows: RowToJudge[] };

/**
 * All rows of the next few films behind one, about `atMost` rows. Of a film with more rows than are taken, `tooMany`
 * holds some of the rest, which is to be set aside first.
 */
export async function nextFilms(
  importRows: Pick<ImportRows, 'byFilm' | 'ofFilm'>,
  id: ImportId,
  after: string,
  atMost: number,
): Promise<{ films: FilmRows[]; tooMany: RowToJudge[] }> {
  const rows = await importRows.byFilm(id, after, atMost + 1);
  const last = rows.at(-1);
  if (last === undefined || rows.length <= atMost) return { films: grouped(rows), tooMany: [] };
  const whole = rows.filter(({ key }) => key !== last.key);
  if (whole.length > 0) return { films: grouped(whole), tooMany: [] };
  const all = await importRows.ofFilm(id, last.key, MOST_ROWS_A_FILM + atMost);
  if (all.length > MOST_ROWS_A_FILM) return { films: [], tooMany: all.slice(MOST_ROWS_A_FILM) };
  return { films: grouped(all), tooMany: [] };
}

function grouped(rows: readonly RowToJudge[]): FilmRows[] {
  const films = new Map<string, RowToJudge[]>();
  for (const row of rows) {
    const of = films.get(row.key);
    if (of === undefined) films.set(row.key, [row]);
    else of.push(row);
  }
  return [...films].map(([key, of]) => ({ key, rows: of }));
}
