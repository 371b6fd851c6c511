import type { MovieId } from '../../server/src/movies/movie.js';
import { parseStars } from '../../server/src/ratings/stars.js';
import type { UserId } from '../../server/src/users/user.js';
import { type Chance, chance } from '../../server/test/support/chance.js';
import type { Service } from '../../server/test/support/service.js';

const PEOPLE = 240;
const FILMS_EACH = 40;
/** They all give it nothing on one day, which is unusual. */
const ATTACKERS = 9;
const ATTACKED = 21;
/** It has no more than this many ratings. */
export const SELDOM_SEEN = 399;
const SELDOM = 3;
export const DAYS = 900;
export const DAY_MS = 24 * 60 * 60 * 1000;
const PUBLISHED_EVERY_DAYS = 30;

const NAMES = 'Ada Bruno Chloé Dmitri Esra Faye Goro Hana Iker Jun Kofi Lena'.split(' ');
const SURNAMES = 'Abe Brandt Costa Díaz Eriksen Fofana García Hughes Ito Jansen'.split(' ');
const NOTES = [
  'Saw it again after ten years. It holds.',
  'Half an hour too long, and I would not cut a minute of the rest.',
  'Everyone said masterpiece; I looked at my watch twice.',
  'That last scene.',
];

type Wish = { userId: UserId; movieId: number; stars: number; note: string | null };
type Given = Wish & { day: number };

/** `service` goes by this clock, in ms since 1970; `start` is its first day. */
export type Time = { start: number; set(ms: number): void };

/**
 * Invented people rate some of the films by a taste of their own, over years: the better known, the more of them.
 * `regular` is somebody known who does it more than the others.
 */
export async function inventCrowd(
  service: Service,
  films: number,
  regular: UserId,
  time: Time,
): Promise<void> {
  const random = chance(7);
  const people: UserId[] = [];
  for (let n = 0; n < PEOPLE + ATTACKERS; n++) {
    const name = `${NAMES[n % NAMES.length]} ${SURNAMES[n % SURNAMES.length]}`;
    people.push(await addPerson(service, `film-lover-${n + 1}`, name, time.start));
  }
  const regulars = people.slice(0, PEOPLE);
  const given = regulars.flatMap((userId) => tasteOf(userId, films, FILMS_EACH, random));
  given.push(...tasteOf(regular, films, 3 * FILMS_EACH, random));
  given.push(
    ...regulars
      .slice(0, SELDOM)
      .map((userId, n) => ({ day: n, userId, movieId: SELDOM_SEEN, stars: 3 + n / 2, note: null })),
    ...people
      .slice(PEOPLE)
      .map((userId) => ({ day: DAYS, userId, movieId: ATTACKED, stars: 0, note: null })),
  );
  given.sort((one, other) => one.day - other.day);
  let published = 0;
  for (const { day, ...wish } of given) {
    if (day - published >= PUBLISHED_EVERY_DAYS) {
      await service.jobs.publishNow();
      published = day;
    }
    const now = time.start + day * DAY_MS;
    time.set(now);
    await give(service, wish, now);
  }
  await service.jobs.publishNow();
}

export async function give({ store }: Service, wish: Wish, now: number): Promise<void> {
  const movieId = wish.movieId as MovieId;
  const stars = parseStars(wish.stars);
  await store.ratings.put({ ...wish, movieId, stars, ratedAt: null, now });
}

export async function addPerson(
  { store }: Service,
  handle: string,
  displayName: string,
  now: number,
  passwordHash: string | null = null,
): Promise<UserId> {
  const person = { handle, displayName, role: 'USER', email: null, passwordHash } as const;
  const added = await store.users.add(person, now);
  if ('taken' in added) throw new Error(`${handle} is there already`);
  return added.user.id;
}

function tasteOf(userId: UserId, films: number, many: number, random: Chance): Given[] {
  const seen = new Set<number>();
  while (seen.size < many) {
    seen.add(1 + Math.floor((random.below(1000) / 1000) ** 2 * (films - 2)));
  }
  const taste = random.below(5) - 2;
  return [...seen].map((movieId) => {
    // Some films are liked by nearly all, some by half of them, some by few.
    const quality = 12 + ((movieId * 7) % 9) - (movieId % 4 === 0 ? random.below(2) * 9 : 0);
    const halves = Math.round((quality + taste + random.below(7) - 3) / 2);
    return {
      day: random.below(DAYS - 1),
      userId,
      movieId,
      stars: Math.min(10, Math.max(0, halves)) / 2,
      note: random.below(60) === 0 ? random.oneOf(NOTES) : null,
    };
  });
}
