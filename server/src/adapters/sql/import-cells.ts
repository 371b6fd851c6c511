import type { FilmClue, Wish } from '../../imports/entry.js';
import { filmClue, viewing } from '../../imports/told.js';

/**
 * What rows tell as JSON: of a film and its wishes only what is told, which is mostly a third of what there is room for;
 * rows are written four times until they are applied. Those of before with all of it are read as well.
 */
export function cellOfFilm({ ids, ...film }: FilmClue): string {
  return JSON.stringify({ ...told(film), ...(SOURCES.some((of) => ids[of]) && { ids }) });
}

export function filmIn(cell: string): FilmClue {
  return filmClue(JSON.parse(cell));
}

export function cellOfWishes(wishes: readonly Wish[]): string {
  return JSON.stringify(wishes.map(told));
}

export function wishesIn(cell: string): Wish[] {
  return (JSON.parse(cell) as Wish[]).map((wish): Wish => {
    switch (wish.kind) {
      case 'viewing':
        return viewing(wish);
      case 'rating':
        return { ...NO_RATING, ...wish };
      default:
        return { ...NO_MARK, ...wish };
    }
  });
}

const SOURCES = ['imdb', 'tmdb', 'wikidata'] as const;
const NO_RATING = { ratedAt: null, note: null };
const NO_MARK = { addedAt: null };

/** Without what is null, not so, or an empty list. */
function told<Facts extends object>(facts: Facts): Partial<Facts> {
  const rest: Partial<Facts> = {};
  for (const name of Object.keys(facts) as (keyof Facts)[]) {
    const value = facts[name];
    if (value === null || value === false) continue;
    if (!Array.isArray(value) || value.length > 0) rest[name] = value;
  }
  return rest;
}
