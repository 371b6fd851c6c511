/**
 * What a durable rating costs at the least: the raw driver, one transaction for each, with all that the service writes in
 * it, synced within each commit. A process that does so for a while.
 */
import Database from 'libsql';

export type RawRatings = { file: string; seconds: number; people: number[]; movies: number[] };

function rate({ file, seconds, people, movies }: RawRatings) {
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
  const cpu = process.cpuUsage();
  const end = performance.now() + seconds * 1000;
  let done = 0;
  for (; performance.now() < end; done++) {
    const user = people[done % people.length] as number;
    const round = Math.floor(done / people.length);
    const movie = movies[(done * 61 + round) % movies.length] as number;
    const stars = (done * 7) % 101;
    begin.run();
    const { revision } = revise.get(user) as { revision: number };
    const was = before.get(user, movie) as { stars: number } | undefined;
    put.run(user, movie, stars, done, done, revision);
    tell.run(user, revision, movie, stars, done);
    const by = Array<number>(11).fill(0);
    const bucket = (steps: number) => Math.floor((steps + 5) / 10);
    if (was) by[bucket(was.stars)] = -1;
    by[bucket(stars)] = (by[bucket(stars)] ?? 0) + 1;
    move.get(was ? 0 : 1, stars - (was?.stars ?? 0), ...by, movie);
    commit.run();
  }
  const { user, system } = process.cpuUsage(cpu);
  database.close();
  return { answers: done, perSecond: done / seconds, micros: (user + system) / done };
}

process.on('message', (wanted: RawRatings) => process.send?.(rate(wanted)));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
