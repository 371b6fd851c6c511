import type { HalfstarClient } from '../../client/src/index.js';
import { argonPasswords } from '../../server/src/adapters/crypto/passwords.js';
import type { UserId } from '../../server/src/users/user.js';
import { databaseFile, type Server, startServer } from '../../server/test/support/process.js';
import { PASSWORD, QUICK_PASSWORDS, startService } from '../../server/test/support/service.js';
import { until } from '../../server/test/support/until.js';
import { addPerson, DAY_MS, DAYS, give, inventCrowd } from './crowd.js';

const FILMS = 400;
const LEARNT_MS = 20_000;
/** Of those of the crowd. */
const MOST_RATINGS = 8500;
const REVIEWS = [
  'The third time, and the first in a cinema: it is another film.',
  `I had forgotten how long the middle is. ${'It goes on, and on, and then it does not. '.repeat(12)}`,
];

/** Who looks: the ADMIN, somebody who rates, somebody who has just come, and one whose things may change. */
export const VIEWERS = { ines: 'Inés', marta: 'Marta', noor: 'Noor', kofi: 'Kofi' };
export type Viewer = keyof typeof VIEWERS;
export { PASSWORD };

/** With so many real films, an invented crowd that has seen some of the first, and something for an ADMIN to look at. */
export async function livelyServer(films = FILMS): Promise<Server> {
  const settings = { DATABASE_URL: `file:${databaseFile()}` };
  const start = Date.now() - DAYS * DAY_MS;
  let now = start;
  const service = await startService(settings, { films, now: () => now });
  const passwordHash = await argonPasswords(QUICK_PASSWORDS).hash(PASSWORD);
  const ids = new Map<string, UserId>();
  for (const [handle, name] of Object.entries(VIEWERS)) {
    ids.set(handle, await addPerson(service, handle, name, start, passwordHash));
  }
  const userId = ids.get('marta') as UserId;
  await inventCrowd(service, FILMS, userId, { start, set: (ms) => (now = ms) });
  const note = 'Better than I remembered.';
  for (const stars of [3, 4.5]) {
    now += 1;
    await give(service, { userId, movieId: 12, stars, note: stars > 3 ? note : null }, now);
  }
  await service.jobs.publishNow();
  await service.stop();
  const server = await startServer({ settings });
  await actAsMarta(server);
  await actAsAdmin(server);
  await agreeWithMarta(server);
  await until('something is learnt', LEARNT_MS, async () => {
    const { data } = await server.client().GET('/api/v1/predictions/quality');
    // Not what was learnt of the first days of the crowd.
    return (data?.model?.ratings ?? 0) > MOST_RATINGS;
  });
  return server;
}

/** With films, and nobody yet. */
export async function emptyServer(): Promise<Server> {
  const settings = { DATABASE_URL: `file:${databaseFile()}` };
  await (await startService(settings, { films: FILMS })).stop();
  return startServer({ settings });
}

async function keepDiary(marta: HalfstarClient): Promise<void> {
  const path = { user: 'me' };
  for (let n = 0; n < 9; n++) {
    const movie = String(2 + ((n * 23) % FILMS));
    await marta.PUT('/api/v1/users/{user}/watchlist/{movie}', {
      params: { path: { ...path, movie } },
    });
  }
  for (const [n, movie] of [12, 12, 7, 31, 4, 56, 12, 88, 9].entries()) {
    await marta.POST('/api/v1/users/{user}/viewings', {
      params: { path },
      body: {
        movie: String(movie),
        watchedOn: n === 8 ? null : `2026-0${1 + (n % 3)}-${10 + n * 2}`,
        stars: n % 4 === 3 ? null : 2.5 + (n % 5) / 2,
        rewatch: n % 3 === 0,
        tags: n % 2 === 0 ? ['cinema', 'with Ada'] : [],
        review: REVIEWS[n] ?? null,
      },
    });
  }
}

async function signedIn(server: Server, handle: Viewer) {
  const body = { handle, password: PASSWORD };
  const { data } = await server.client().POST('/api/v1/sessions', { body });
  return server.client(data?.token ?? '');
}

async function actAsMarta(server: Server): Promise<void> {
  const marta = await signedIn(server, 'marta');
  for (let n = 0; n < 14; n++) {
    const movie = String(1 + ((n * 17) % FILMS));
    await marta.PUT('/api/v1/users/{user}/favourites/{movie}', {
      params: { path: { user: 'me', movie } },
    });
  }
  await keepDiary(marta);
  for (const movie of ['3', '7', '31']) {
    await marta.PUT('/api/v1/users/me/set-aside/{movie}', { params: { path: { movie } } });
  }
  for (const [name, scope] of [
    ['Backup at home', 'read'],
    ['The shelf in the hall', 'write'],
  ] as const) {
    await marta.POST('/api/v1/users/me/tokens', { body: { name, scope, expiresAt: null } });
  }
}

/** With two of them she chooses films; one more asks her, and one has not answered. */
async function agreeWithMarta(server: Server): Promise<void> {
  const marta = await signedIn(server, 'marta');
  const agree = (client: typeof marta, companion: string) =>
    client.PUT('/api/v1/users/me/companions/{companion}', { params: { path: { companion } } });
  for (const handle of ['ines', 'kofi'] as const) {
    await agree(marta, handle);
    await agree(await signedIn(server, handle), 'marta');
  }
  await agree(await signedIn(server, 'noor'), 'marta');
  await agree(marta, 'film-lover-1');
}

/** What the record of ADMINs' deeds then tells. */
async function actAsAdmin(server: Server): Promise<void> {
  const ines = await signedIn(server, 'ines');
  const change = (user: string, body: { role: 'ADMIN' } | { disabled: boolean }) =>
    ines.PATCH('/api/v1/users/{user}', { params: { path: { user } }, body });
  await change('film-lover-7', { role: 'ADMIN' });
  await change('film-lover-241', { disabled: true });
  await ines.DELETE('/api/v1/users/{user}/favourites', {
    params: { path: { user: 'film-lover-3' } },
  });
}
