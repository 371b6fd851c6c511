import type { Rater } from '../../datasets/ports.js';
import type { MovieId } from '../../movies/movie.js';
import { bucketOf } from '../../ratings/tally.js';
import type { Row } from './engine.js';
import { BUCKET_COLUMNS } from './schema.js';

const COUNT_AND_SUM = 2;

/** Counts what is added to each movie, in the shards of who rated it. */
export function gatheredTallies(shards: number) {
  const all = Array.from({ length: shards }, () => new Map<MovieId, number[]>());
  return {
    add({ id, ratings }: Pick<Rater, 'ratings'> & { id: number }): void {
      const shard = all[id % shards] as Map<MovieId, number[]>;
      for (const { movieId, stars } of ratings) {
        let counts = shard.get(movieId);
        if (counts === undefined) {
          counts = new Array<number>(COUNT_AND_SUM + BUCKET_COLUMNS.length).fill(0);
          shard.set(movieId, counts);
        }
        counts[0] = (counts[0] as number) + 1;
        counts[1] = (counts[1] as number) + stars;
        const bucket = COUNT_AND_SUM + bucketOf(stars);
        counts[bucket] = (counts[bucket] as number) + 1;
      }
    },
    movieIds: () => [...new Set(all.flatMap((movies) => [...movies.keys()]))],
    *byShard(): Generator<[shard: number, rows: Row[]]> {
      for (const [shard, movies] of all.entries()) {
        const inOrder = [...movies].sort(([one], [other]) => one - other);
        yield [shard, inOrder.map(([movieId, counts]) => [movieId, ...counts])];
      }
    },
  };
}
