import { expect } from 'vitest';
import type { Store } from '../../../server/src/ports.js';
import type { Server } from '../../../server/test/support/process.js';
import { addUser, rate } from '../../../server/test/support/some.js';

const PEOPLE = 40;
const FILMS = 60;

/** People of two kinds: the ones like films of even numbers, of the first 60, and the others the odd ones. */
export async function twoTastes(store: Store): Promise<void> {
  for (let person = 0; person < PEOPLE; person++) {
    const { id } = await addUser(store, `rater${person}`);
    for (let film = 1; film <= FILMS; film++) {
      // Not everyone knows every film.
      if ((film + person) % 3 === 0) continue;
      const isLiked = (film + person) % 2 === 0;
      const halves = (isLiked ? 8 : 2) + ((film * 7 + person * 3) % 3);
      await rate(store, id, film as never, { stars: halves / 2 });
    }
  }
}

/** The service learns by itself, a moment after it has begun. */
export async function hasLearnt(server: Server): Promise<void> {
  const model = async () => {
    const { data } = await server.client().GET('/api/v1/predictions/quality');
    return data?.model;
  };
  await expect.poll(model).not.toBeNull();
}
