/** What a durable rating costs at the least: one transaction for each. A process that does so for a while. */
import { rawRatings } from './raw-ratings.js';

export type RawRatings = { file: string; seconds: number; people: number[]; movies: number[] };

function rate({ file, seconds, people, movies }: RawRatings) {
  const raw = rawRatings(file);
  const cpu = process.cpuUsage();
  const end = performance.now() + seconds * 1000;
  let done = 0;
  for (; performance.now() < end; done++) {
    const user = people[done % people.length] as number;
    const round = Math.floor(done / people.length);
    const movie = movies[(done * 61 + round) % movies.length] as number;
    raw.begin();
    raw.rate(user, movie, (done * 7) % 101, done);
    raw.commit();
  }
  const { user, system } = process.cpuUsage(cpu);
  raw.close();
  return { answers: done, perSecond: done / seconds, micros: (user + system) / done };
}

process.on('message', (wanted: RawRatings) => process.send?.(rate(wanted)));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
