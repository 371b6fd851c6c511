import Database from 'libsql';
import { someFilms } from '../../server/test/support/films.js';
import { zipOf } from '../../server/test/support/uploads.js';

const FIRST_DAY = Date.UTC(2010, 0, 1);
const DAY_MS = 24 * 60 * 60_000;
/** Rows of a transaction: many, as each waits for the disk. */
const ROWS_A_COMMIT = 1000;

/** An export as Letterboxd gives it, half of its rows ratings and half viewings of the same films of the catalogue. */
export async function letterboxdExport(rows: number): Promise<Buffer> {
  const { films } = await someFilms(Number.POSITIVE_INFINITY);
  const told = films.slice(0, rows / 2).map(({ title, year }, i) => ({
    name: `"${title.replaceAll('"', '""')}",${year ?? ''}`,
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

/** The same by the raw driver, into a database with those films: ratings, their history, tallies, and viewings. */
export function writeRaw(file: string, user: number, rows: number): number {
  const database = new Database(file);
  for (const pragma of ['synchronous = FULL', 'foreign_keys = ON', 'cache_size = -65536']) {
    database.pragma(pragma);
  }
  const put = database.prepare('insert into ratings values (?, ?, ?, null, ?, ?, ?)');
  const tell = database.prepare('insert into rating_events values (?, ?, ?, ?, null, ?)');
  const view = database.prepare(
    `insert into viewings (user_id, movie_id, watched_on, stars, rewatch, tags, logged_at, updated_at)
     values (?, ?, ?, ?, 0, '[]', ?, ?)`,
  );
  const moves = Array.from({ length: 11 }, (_, bucket) =>
    database.prepare(
      `update tallies set count = count + 1, sum = sum + ?, h${bucket} = h${bucket} + 1, owed = 1 where movie_id = ?`,
    ),
  );
  const films = rows / 2;
  const began = performance.now();
  for (let first = 0; first < films; first += ROWS_A_COMMIT / 2) {
    database.exec('begin immediate');
    for (let i = first; i < Math.min(films, first + ROWS_A_COMMIT / 2); i++) {
      const [movie, stars, at] = [i + 1, starsOf(i), FIRST_DAY + i * DAY_MS];
      put.run(user, movie, stars, at, at, i + 1);
      tell.run(user, i + 1, movie, stars, at);
      moves[Math.floor((stars + 5) / 10)]?.run(stars, movie);
      view.run(user, movie, dayOf(i), stars, at, at);
    }
    database.exec('commit');
  }
  const seconds = (performance.now() - began) / 1000;
  database.close();
  return seconds;
}

function table(head: string, lines: readonly string[]): string {
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

function starsOf(i: number): number {
  return 10 * (1 + ((i * 7) % 10));
}

function dayOf(i: number): string {
  return new Date(FIRST_DAY + (i % 5000) * DAY_MS).toISOString().slice(0, 10);
}
