import Database from 'libsql';

/** The raw driver with all that the service writes for a rating, synced within each commit. */
export function rawRatings(file: string) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -65536');
  const revise = database.prepare(
    'update users set revision = revision + 1, owed = 1 where id = ? returning revision',
  );
  const before = database.prepare('select stars from ratings where user_id = ? and movie_id = ?');
  const put = database.prepare(
    `insert into ratings values (?, ?, ?, null, ?, ?, ?) on conflict (user_id, movie_id)
     do update set stars = excluded.stars, updated_at = excluded.updated_at, revision = excluded.revision`,
  );
  const tell = database.prepare('insert into rating_events values (?, ?, ?, ?, null, ?)');
  const buckets = Array.from({ length: 11 }, (_, i) => `h${i} = h${i} + ?`).join(', ');
  const move = database.prepare(
    `update tallies set count = count + ?, sum = sum + ?, ${buckets} where movie_id = ? returning count, sum`,
  );
  const [begin, commit] = [database.prepare('begin immediate'), database.prepare('commit')];
  return {
    begin: () => void begin.run(),
    commit: () => void commit.run(),
    close: () => void database.close(),

    rate(user: number, movie: number, stars: number, at: number): { count: number; sum: number } {
      const { revision } = revise.get(user) as { revision: number };
      const was = before.get(user, movie) as { stars: number } | undefined;
      put.run(user, movie, stars, at, at, revision);
      tell.run(user, revision, movie, stars, at);
      const by = Array<number>(11).fill(0);
      const bucket = (steps: number) => Math.floor((steps + 5) / 10);
      if (was) by[bucket(was.stars)] = -1;
      by[bucket(stars)] = (by[bucket(stars)] ?? 0) + 1;
      const moved = move.get(was ? 0 : 1, stars - (was?.stars ?? 0), ...by, movie);
      return moved as { count: number; sum: number };
    },
  };
}
