import type { Balancer } from './balancer.js';
import type { Chance } from './chance.js';
import { type Server, type Settings, startServer } from './process.js';
import { type Answer, type Rater, visitor, write } from './raters.js';

const READERS = 6;
/** Of each client between two requests: many are at work, and nobody is short of anything. */
const MOST_PAUSE_MS = 20;

/** What clients saw, from when they came until they left. */
export type Seen = {
  answers: number;
  writes: number;
  /** Connections that ended, and refusals by the server: nothing, one hopes. */
  failed: string[];
  /** What was not read as it had just been written. */
  stale: string[];
  /** How many answers each process gave. */
  by: Map<string, number>;
};

type Crowd = { raters: Rater[]; movieIds: number[]; random: Chance };

/** Clients that come once and keep their connections: who writes looks at once whether it is there, others read. */
export function comeAndStay(url: string, { raters, movieIds, random }: Crowd) {
  const clients = visitor(url, raters.length + READERS);
  const seen: Seen = { answers: 0, writes: 0, failed: [], stale: [], by: new Map() };
  let isOver = false;
  const note = (what: string, { status, headers }: Answer) => {
    seen.answers++;
    const who = String(headers['x-upstream']);
    seen.by.set(who, (seen.by.get(who) ?? 0) + 1);
    if (status === null || status >= 500) seen.failed.push(`${what}: ${status}, by ${who}`);
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, random.below(MOST_PAUSE_MS)));

  const rate = async (rater: Rater) => {
    while (!isOver) {
      const { answer, acknowledged, movieId } = await write(clients, rater, movieIds, random);
      note('a write', answer);
      if (acknowledged > 0) {
        seen.writes++;
        const path = `users/me/ratings/${movieId}`;
        const found = await clients.ask('GET', path, { token: rater.token });
        note(`GET ${path}`, found);
        const stars = found.status === 404 ? null : found.body?.stars;
        const written = rater.acknowledged.get(movieId);
        if (found.status !== null && found.status < 500 && stars !== written) {
          seen.stale.push(`movie ${movieId}: ${written} was written, ${stars} is read`);
        }
      }
      await pause();
    }
  };
  const read = async () => {
    while (!isOver) {
      const movieId = random.oneOf(movieIds);
      const path = random.oneOf(['movies?limit=10', `movies/${movieId}`, 'movies?q=the']);
      note(`GET ${path}`, await clients.ask('GET', path));
      await pause();
    }
  };
  const staying = [...raters.map(rate), ...Array.from({ length: READERS }, read)];
  return {
    seen,
    async leave(): Promise<Seen> {
      isOver = true;
      await Promise.all(staying);
      await clients.leave();
      return seen;
    },
  };
}

/** What a process logged as gone wrong. */
export function complaintsOf({ err }: Server): string[] {
  return err.filter((line) => line.startsWith('{'));
}

/** Stops a process as those who run it do, and starts another in its place. */
export async function restart(
  server: Server,
  balancer: Balancer,
  next: { settings: Settings; main?: string },
): Promise<Server> {
  server.signal('SIGTERM');
  const { code } = await server.ended;
  const complaints = complaintsOf(server);
  if (code !== 0 || complaints.length > 0) {
    throw new Error(`it ended with ${code}: ${complaints.join('\n')}`);
  }
  balancer.remove(server.url);
  const started = await startServer(next);
  await balancer.add(started.url);
  return started;
}
