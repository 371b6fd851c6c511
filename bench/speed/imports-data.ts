import { someFilms } from '../../server/test/support/films.js';
import { zipOf } from '../../server/test/support/uploads.js';

export const FIRST_DAY = Date.UTC(2010, 0, 1);
export const DAY_MS = 24 * 60 * 60_000;

/**
 * An export as Letterboxd gives it, half of its rows ratings and half viewings of the same films of the catalogue; of
 * more rows than that has films, several are of one.
 */
export async function letterboxdExport(rows: number): Promise<Buffer> {
  const { films } = await someFilms(Number.POSITIVE_INFINITY);
  const names = films.map(({ title, year }) => `"${title.replaceAll('"', '""')}",${year ?? ''}`);
  const told = Array.from({ length: rows / 2 }, (_, i) => ({
    name: names[i % names.length],
    day: dayOf(i),
    stars: starsOf(i) / 20,
    i,
  }));
  const ratings = told.map(
    ({ name, day, stars, i }) => `${day},${name},https://boxd.it/f${i},${stars}`,
  );
  const diary = told.map(
    ({ name, day, stars, i }) => `${day},${name},https://boxd.it/e${i},${stars},,,${day}`,
  );
  return zipOf([
    { name: 'ratings.csv', content: table('Date,Name,Year,Letterboxd URI,Rating', ratings) },
    {
      name: 'diary.csv',
      content: table('Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date', diary),
    },
  ]);
}

function table(head: string, lines: readonly string[]): string {
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

export function starsOf(i: number): number {
  return 10 * (1 + ((i * 7) % 10));
}

export function dayOf(i: number): string {
  return new Date(FIRST_DAY + (i % 5000) * DAY_MS).toISOString().slice(0, 10);
}
