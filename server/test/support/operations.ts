import type { Caller } from '../../src/http/api.js';
import { type ImportId, type ImportState, NO_VERDICTS } from '../../src/imports/import.js';
import type { Store } from '../../src/ports.js';
import type { UserId } from '../../src/users/user.js';
import { rateAndFlag } from './flags.js';
import { addPerson, type Person } from './people.js';
import { PASSWORD, type Service } from './service.js';
import { addMovie, addViewing } from './some.js';
import { aClue, aRating } from './some-rows.js';

/** An operation as the OpenAPI document has it. */
export type Operation = {
  operationId: string;
  method: string;
  path: string;
  roles: Caller[];
  takesBody: boolean;
  takesJson: boolean;
  statuses: number[];
};

type Documented = {
  operationId: string;
  'x-roles'?: Caller[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, unknown>;
};

export function operationsOf({ server }: Pick<Service, 'server'>): Operation[] {
  const paths = server.swagger().paths as Record<string, Record<string, Documented>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path,
      roles: operation['x-roles'] ?? [],
      takesBody: operation.requestBody !== undefined,
      takesJson: operation.requestBody?.content['application/json'] !== undefined,
      statuses: Object.keys(operation.responses).map(Number),
    })),
  );
}

/** What requests are made of: people, and things of the owner's. */
export type World = {
  n: number;
  owner: Person;
  other: Person;
  admin: Person;
  movieId: number;
  otherMovieId: number;
  tokenId: number;
  flagId: number;
  viewingId: number;
  /** With a row to be decided about, and one that is applied. */
  importId: number;
  appliedId: number;
};

/**
 * How to call each operation with success, where there is a TMDB, and who may by the design. `others`: what people get who may call it,
 * but not about this thing of the owner's.
 */
type Example = {
  who: Caller[];
  query?: string;
  body?: (world: World) => unknown;
  headers?: Record<string, string>;
  others?: number;
};

export const EXAMPLES: Record<string, Example> = {
  health: { who: ['ANYONE'] },
  ready: { who: ['ANYONE'] },
  signUp: {
    who: ['ANYONE'],
    body: ({ n }) => ({ handle: `newcomer${n}`, password: PASSWORD }),
  },
  listUsers: { who: ['ADMIN'] },
  getUser: { who: ['ANYONE'] },
  changeUser: { who: ['OWNER', 'ADMIN'], body: () => ({ scale: 'ten' }) },
  deleteUser: { who: ['OWNER', 'ADMIN'] },
  signIn: {
    who: ['ANYONE'],
    body: ({ owner }) => ({ handle: owner.handle, password: PASSWORD }),
  },
  getSession: { who: ['VIEWER'] },
  signOut: { who: ['VIEWER'] },
  listTokens: { who: ['VIEWER'] },
  createToken: { who: ['VIEWER'], body: () => ({ name: 'script' }) },
  deleteToken: { who: ['VIEWER'], others: 404 },
  listMovies: { who: ['ANYONE'] },
  listPopular: { who: ['ANYONE'] },
  searchTmdb: { who: ['VIEWER'], query: 'q=invented' },
  createMovie: { who: ['VIEWER'], body: () => ({ title: 'My Holiday' }) },
  getMovie: { who: ['ANYONE'] },
  editMovie: { who: ['CREATOR', 'ADMIN'], body: () => ({ runtimeMinutes: 90 }) },
  deleteMovie: { who: ['ADMIN'] },
  mergeMovie: { who: ['ADMIN'], body: ({ otherMovieId }) => ({ into: otherMovieId }) },
  getScore: { who: ['ANYONE'] },
  getChart: { who: ['ANYONE'] },
  listFlags: { who: ['ADMIN'] },
  decideFlag: { who: ['ADMIN'], body: () => ({ decision: 'genuine' }) },
  withdrawDecision: { who: ['ADMIN'] },
  listAudit: { who: ['ADMIN'] },
  getRating: { who: ['ANYONE'] },
  putRating: { who: ['OWNER'], body: () => ({ stars: 4.5 }) },
  deleteRating: { who: ['OWNER', 'ADMIN'] },
  getRatingHistory: { who: ['OWNER'] },
  listRatedMovies: { who: ['ANYONE'] },
  listMovieRatings: { who: ['ANYONE'] },
  listChanges: { who: ['VIEWER'] },
  batchRatings: {
    who: ['VIEWER'],
    body: ({ movieId }) => ({ items: [{ movie: movieId, stars: 2 }] }),
  },
  listFavourites: { who: ['ANYONE'] },
  clearFavourites: { who: ['ADMIN'] },
  putFavourite: { who: ['OWNER'] },
  deleteFavourite: { who: ['OWNER'] },
  listWatchlist: { who: ['ANYONE'] },
  putWatchlistItem: { who: ['OWNER'] },
  deleteWatchlistItem: { who: ['OWNER'] },
  listViewings: { who: ['ANYONE'] },
  createViewing: {
    who: ['OWNER'],
    body: ({ movieId }) => ({ movie: movieId, watchedOn: '2026-01-31', stars: 3.5 }),
  },
  getViewing: { who: ['ANYONE'] },
  editViewing: { who: ['OWNER'], body: () => ({ tags: ['cinema'] }) },
  deleteViewing: { who: ['OWNER'] },
  getStatistics: { who: ['ANYONE'] },
  exportHistory: { who: ['OWNER'] },
  listImports: { who: ['VIEWER'] },
  createImport: {
    who: ['VIEWER'],
    query: 'name=ratings.csv',
    body: () => 'Date,Name,Year,Letterboxd URI,Rating\n2020-01-02,Home Movie,1999,x,3.5\n',
    headers: { 'content-type': 'application/octet-stream' },
  },
  getImport: { who: ['VIEWER'], others: 404 },
  editImport: { who: ['VIEWER'], body: () => ({ conflicts: 'newest' }), others: 404 },
  deleteImport: { who: ['VIEWER'], others: 404 },
  listImportRows: { who: ['VIEWER'], others: 404 },
  fixImportRow: { who: ['VIEWER'], body: () => ({ as: 'aside' }), others: 404 },
  applyImport: { who: ['VIEWER'], others: 404 },
  undoImport: { who: ['VIEWER'], others: 404 },
  streamImport: { who: ['VIEWER'], others: 404 },
  listSetAside: { who: ['VIEWER'] },
  putSetAside: { who: ['VIEWER'] },
  deleteSetAside: { who: ['VIEWER'] },
  listCompanions: { who: ['VIEWER'] },
  putCompanion: { who: ['VIEWER'] },
  deleteCompanion: { who: ['VIEWER'] },
  getPrediction: { who: ['VIEWER'] },
  listOnboarding: { who: ['VIEWER'] },
  getPredictionQuality: { who: ['ANYONE'] },
  listRecommendations: { who: ['VIEWER'] },
  listSimilar: { who: ['ANYONE'] },
  getTasteMatch: { who: ['VIEWER'] },
  listWatchTogether: { who: ['VIEWER'], query: 'with={companion}' },
};

let worlds = 0;

/** A new owner with a movie of theirs that they rated, among new others: no call spoils the next. */
export async function makeWorld(service: Service): Promise<World> {
  worlds += 1;
  // First, since the first user of all is ADMIN anyway.
  const admin = await addPerson(service, `admin${worlds}`, { role: 'ADMIN' });
  const owner = await addPerson(service, `owner${worlds}`);
  const other = await addPerson(service, `other${worlds}`);
  const friend = await addPerson(service, `friend${worlds}`);
  for (const { id } of [admin, owner, other]) {
    const both = [id, friend.id] as [UserId, UserId];
    await service.store.companions.add(...both, Date.now(), 100);
    await service.store.companions.add(both[1], both[0], Date.now(), 100);
  }
  const { id: movieId } = await addMovie(
    service.store,
    { title: 'Home Movie' },
    owner.id as UserId,
  );
  const { id: otherMovieId } = await addMovie(service.store, { title: 'Home Movie (again)' });
  // Without an estimation no score is published, and none flagged.
  if ((await service.store.scores.current()) === null) await service.jobs.publishNow();
  const flagged = { stars: 3, seenAt: Date.now() };
  const flagId = await rateAndFlag(service.store, owner.id as UserId, movieId, flagged);
  const [token] = await service.store.tokens.list(owner.id as UserId);
  const viewingId = await addViewing(service.store, owner.id as UserId, movieId);
  const importId = await addImport(service.store, owner.id as UserId, 'ready');
  const appliedId = await addImport(service.store, owner.id as UserId, 'applied');
  const tokenId = token?.id ?? 0;
  const things = { movieId, otherMovieId, tokenId, flagId, viewingId, importId, appliedId };
  return { n: worlds, owner, other, admin, ...things };
}

/** An import of one row, which nobody knows the film of. */
async function addImport(
  { imports, importRows }: Store,
  userId: UserId,
  state: ImportState,
): Promise<ImportId> {
  const one = await imports.create(userId, 'ratings.csv', Date.now());
  if (one === null) throw new Error(`there is no user ${userId}`);
  const known = { service: 'letterboxd', part: 'ratings' } as const;
  const scale = { least: 0.5, most: 5 };
  const files = [{ name: 'ratings.csv', known, rows: 1, scales: [scale], scale }];
  const row = { place: 1, file: 0, line: 2, film: aClue(), wishes: [aRating(3.5)], aside: null };
  const verdicts = { ...NO_VERDICTS, unmatched: 1 };
  await importRows.add(one.id, [row]);
  await importRows.judgeAll(one.id, [
    { place: 1, verdict: 'unmatched', outcome: null, aside: null },
  ]);
  await imports.change(one.id, { state, files, rows: 1, verdicts }, Date.now());
  return one.id;
}

/** The path of an operation about the owner's things. */
export function pathOf(
  { path, operationId }: Operation,
  { n, owner, movieId, tokenId, flagId, viewingId, importId, appliedId }: World,
): string {
  return path
    .replace('{other}', `friend${n}`)
    .replace('{user}', String(owner.id))
    .replace('{movie}', String(movieId))
    .replace('{token}', String(tokenId))
    .replace('{flag}', String(flagId))
    .replace('{companion}', `friend${n}`)
    .replace('{viewing}', String(viewingId))
    .replace('{import}', String(operationId === 'undoImport' ? appliedId : importId))
    .replace('{row}', '1')
    .replace('{chart}', 'best');
}

/** The same, with the query of its example. */
export function addressOf(operation: Operation, world: World): string {
  const { query } = exampleOf(operation);
  const asked = query?.replace('{companion}', `friend${world.n}`);
  return pathOf(operation, world) + (asked === undefined ? '' : `?${asked}`);
}

/** The example of an operation; one that is new is told how to get one. */
export function exampleOf({ operationId }: Operation): Example {
  const example = EXAMPLES[operationId];
  if (example === undefined) {
    throw new Error(`give ${operationId} an example request in test/support/operations.ts`);
  }
  return example;
}

/** Calls an operation as its example has it. */
export function callExample(
  service: Service,
  operation: Operation,
  world: World,
  token: string | undefined,
) {
  const { body, headers = {} } = exampleOf(operation);
  const request = { token, body: body?.(world), headers };
  return service.call(operation.method, addressOf(operation, world), request);
}
