import type { CardFilm } from '../../ui/film-card.tsx';

/** What was done with a film; null stars are a film that was not seen. */
export type Step = { film: CardFilm; stars: number | null };

/** The films to come: of all candidates, each once, those with which nothing was done and nothing is to be done. */
export function filmsToCome(
  candidates: readonly CardFilm[],
  steps: readonly Step[],
  isOut: (name: string) => boolean,
): CardFilm[] {
  const seen = new Set(steps.map(({ film }) => film.name));
  return candidates.filter(({ name }) => {
    if (seen.has(name) || isOut(name)) return false;
    seen.add(name);
    return true;
  });
}

/** Films that I have not seen. They do not come back while this session of the browser lasts. */
export function skippedFilms(storage: Storage) {
  const KEY = 'halfstar/not-seen';
  const read = (): string[] => {
    try {
      return JSON.parse(storage.getItem(KEY) ?? '[]') as string[];
    } catch {
      return [];
    }
  };
  const names = new Set(read());
  const keep = () => storage.setItem(KEY, JSON.stringify([...names]));
  return {
    has: (name: string) => names.has(name),
    all: () => [...names],
    add(name: string): void {
      names.add(name);
      keep();
    },
    remove(name: string): void {
      names.delete(name);
      keep();
    },
    clear(): void {
      names.clear();
      keep();
    },
  };
}
