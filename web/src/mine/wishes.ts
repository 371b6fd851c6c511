/** How a film is named: its id, or an id elsewhere, as `tmdb:603`. */
export type FilmName = string;

/** What I want a film to have, until the service has it. `at` is when I said so, in ms. */
export type Wish = {
  name: FilmName;
  title: string;
  /** Null takes my rating back. */
  stars: number | null;
  /** Not given: whatever there is stays. */
  note?: string | null;
  /** The `at` of an earlier wish that this one takes back. */
  undoes?: number;
  at: number;
};

/** Where wishes wait, so that they outlive a reload; `0` for who is not signed in. */
export type Owner = number | 0;

/**
 * The outbox of one owner: at most one wish per film, the latest. Each has an entry of its own, so that two tabs never
 * write over each other's.
 */
export function wishesOf(owner: Owner, storage: Storage) {
  const prefix = `halfstar/wish/${owner}/`;
  const keyOf = (name: FilmName) => prefix + name;
  return {
    all(): Wish[] {
      return Object.keys(storage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => parse(storage.getItem(key)))
        .filter((wish) => wish !== null)
        .sort((one, other) => one.at - other.at);
    },
    put(wish: Wish): void {
      storage.setItem(keyOf(wish.name), JSON.stringify(wish));
    },
    clear(): void {
      for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
    },
    /** Only if it is still this one: a later wish is not fulfilled by an earlier answer. */
    remove(wish: Wish): void {
      if (parse(storage.getItem(keyOf(wish.name)))?.at === wish.at) {
        storage.removeItem(keyOf(wish.name));
      }
    },
  };
}

function parse(text: string | null): Wish | null {
  try {
    return JSON.parse(text ?? 'null') as Wish | null;
  } catch {
    return null;
  }
}
