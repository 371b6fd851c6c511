import { opaqueTokens } from '../../src/adapters/crypto/tokens.js';
import { openStore } from '../../src/open-store.js';
import type { Store } from '../../src/ports.js';
import type { DatabasePlace } from '../../src/setting-kinds.js';
import { emptyDatabase } from './database.js';
import { someFilms } from './films.js';
import type { Someone } from './service.js';

export type Filled = {
  /** The first is ADMIN. They have a token each and no password, which would take long to hash. */
  people: Someone[];
  /** The ids of its films, the best known first. */
  movieIds: number[];
};
type Wanted = { films?: number; people?: number };
export type Template = Filled & {
  /** Its DATABASE_URL. */
  url: string;
  /** Its file; only on SQLite. */
  file: string;
};

/** A closed database with a few films and people, to begin from: loading the whole catalogue takes seconds. */
export async function makeTemplate(wanted: Wanted = {}): Promise<Template> {
  const { url, file, open } = await emptyDatabase();
  const store = await open();
  try {
    return { url, file, ...(await fillStore(store, wanted)) };
  } finally {
    await store.close();
  }
}

/** Fills an empty database, and closes it. */
export async function fill(database: DatabasePlace, wanted: Wanted): Promise<Filled> {
  const store = await openStore({ database });
  try {
    return await fillStore(store, wanted);
  } finally {
    await store.close();
  }
}

async function fillStore(store: Store, { films = 300, people = 0 }: Wanted): Promise<Filled> {
  const maker = opaqueTokens();
  await store.catalogue.load(await someFilms(films), Date.now(), () => {});
  const page = { limit: films, after: null };
  const listed = await store.movies.list({}, [{ by: 'popularity', descending: true }], page);
  const everyone: Someone[] = [];
  for (let n = 1; n <= people; n++) {
    const handle = `person${n}`;
    const added = await store.users.add(
      { handle, displayName: handle, email: null, passwordHash: null, role: 'USER' },
      Date.now(),
    );
    if ('taken' in added) throw new Error(`${handle} is taken`);
    const { id } = added.user;
    const { token, hash } = maker.make();
    await store.tokens.add(
      { userId: id, kind: 'access', name: 'test', scope: 'write', hash, expiresAt: null },
      Date.now(),
    );
    everyone.push({ id, handle, token });
  }
  return { people: everyone, movieIds: listed.items.map(({ id }) => id) };
}
