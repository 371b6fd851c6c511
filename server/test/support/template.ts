import { opaqueTokens } from '../../src/adapters/crypto/tokens.js';
import { openStore } from '../../src/app.js';
import { someFilms } from './films.js';
import { databaseFile } from './process.js';
import type { Someone } from './service.js';

export type Template = {
  file: string;
  /** The first is ADMIN. They have a token each and no password, which would take long to hash. */
  people: Someone[];
  /** The ids of its films, the best known first. */
  movieIds: number[];
};

/** A closed database file with a few films and people, to begin from: loading the whole catalogue takes seconds. */
export async function makeTemplate({ films = 300, people = 0 } = {}): Promise<Template> {
  const file = databaseFile();
  const store = openStore({ database: { kind: 'file', path: file } });
  const maker = opaqueTokens();
  try {
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
    return { file, people: everyone, movieIds: listed.items.map(({ id }) => id) };
  } finally {
    await store.close();
  }
}
