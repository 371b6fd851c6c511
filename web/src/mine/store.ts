import { type Known, type Mine, readKnown, writeKnown } from './known.ts';
import { type FilmName, type Owner, type Wish, wishesOf } from './wishes.ts';

type Change = { movieId: number; stars: number | null; removed: boolean; at: string };

/**
 * My stars, in one place for the whole page: what the service has, and over it what I wish. Who shows a film listens to
 * that film alone.
 */
export function mineStore(storage: Storage) {
  let owner: Owner = 0;
  let known: Known = readKnown(owner, storage);
  let outbox = wishesOf(owner, storage);
  let wishes = new Map<FilmName, Wish>();
  let isWhole = false;
  const byFilm = new Map<FilmName, Set<() => void>>();
  const byAll = new Set<() => void>();

  function tell(name: FilmName): void {
    for (const listener of byFilm.get(name) ?? []) listener();
    for (const listener of byAll) listener();
  }

  function tellAll(): void {
    for (const listeners of byFilm.values()) for (const listener of listeners) listener();
    for (const listener of byAll) listener();
  }

  return {
    owner: () => owner,
    after: () => known.after,

    /** Takes what is kept of this owner; what was rated before signing in becomes theirs. */
    open(next: Owner): void {
      const orphans = owner === 0 && next !== 0 ? outbox.all() : [];
      const strangers = outbox;
      owner = next;
      isWhole = false;
      known = readKnown(owner, storage);
      outbox = wishesOf(owner, storage);
      for (const wish of orphans) {
        outbox.put(wish);
        strangers.remove(wish);
      }
      wishes = new Map(outbox.all().map((wish) => [wish.name, wish]));
      tellAll();
    },

    /**
     * What I gave it, whether the service has it yet or not; null for nothing. `meanwhile` is what a list says of it,
     * which counts until the feed was read to its end.
     */
    starsOf(name: FilmName, meanwhile: number | null = null): number | null {
      const wish = wishes.get(name);
      if (wish !== undefined) return wish.stars;
      return known.stars.get(name)?.stars ?? (isWhole ? null : meanwhile);
    },

    isKnown: (name: FilmName) => known.stars.has(name),
    /** Whether all that the service has of mine is known. */
    isWhole: () => isWhole,
    /** Whether the service has none of it, for sure. */
    lacks: (name: FilmName) => isWhole && !known.stars.has(name),
    count: () => known.stars.size,
    waiting: () => wishes.size,
    wishes: (): Wish[] => outbox.all(),

    /** Shown at once, and kept until the service has it. */
    wish(wish: Wish): void {
      wishes.set(wish.name, wish);
      outbox.put(wish);
      tell(wish.name);
    },

    /** What waits will never be sent: its owner is no more. */
    discard(): void {
      wishes.clear();
      outbox.clear();
      tellAll();
    },

    /** Of another tab, which keeps it already. */
    heard(wish: Wish): void {
      wishes.set(wish.name, wish);
      tell(wish.name);
    },

    /** The service has it, under this name and its own; `of` is whose wish it was, who may have gone meanwhile. */
    fulfilled(wish: Wish, id: FilmName, mine: Mine | null, of: Owner = owner): void {
      if (of !== owner) {
        wishesOf(of, storage).remove(wish);
        return;
      }
      outbox.remove(wish);
      for (const name of new Set([wish.name, id])) {
        if (mine === null) known.stars.delete(name);
        else known.stars.set(name, mine);
        if (wishes.get(name)?.at === wish.at) wishes.delete(name);
        tell(name);
      }
    },

    /** The service refused it: back to what it has. */
    refused(wish: Wish): void {
      outbox.remove(wish);
      if (wishes.get(wish.name)?.at === wish.at) wishes.delete(wish.name);
      tell(wish.name);
    },

    /** Nothing that was known holds any more; what I wish does. */
    begin(): void {
      known = { after: 0, stars: new Map() };
      isWhole = false;
      tellAll();
    },

    /** Takes over a page of the feed. */
    learn(items: readonly Change[], after: number, hasMore = false): void {
      known.after = Math.max(known.after, after);
      const changed = new Set<FilmName>();
      for (const { movieId, stars, removed, at } of items) {
        const name = String(movieId);
        const time = Date.parse(at);
        const mine = known.stars.get(name);
        // An answer of ours may have overtaken the feed.
        if (mine !== undefined && mine.at > time) continue;
        if (removed || stars === null) known.stars.delete(name);
        else known.stars.set(name, { stars, at: time });
        changed.add(name);
      }
      if (!hasMore && !isWhole) {
        isWhole = true;
        tellAll();
        return;
      }
      for (const name of changed) for (const listener of byFilm.get(name) ?? []) listener();
      if (changed.size > 0) for (const listener of byAll) listener();
    },

    save: () => writeKnown(owner, known, storage),

    listen(name: FilmName, listener: () => void): () => void {
      const listeners = byFilm.get(name) ?? new Set();
      byFilm.set(name, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) byFilm.delete(name);
      };
    },

    listenToAll(listener: () => void): () => void {
      byAll.add(listener);
      return () => byAll.delete(listener);
    },
  };
}

export type MineStore = ReturnType<typeof mineStore>;
