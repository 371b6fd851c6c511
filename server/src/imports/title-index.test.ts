import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MovieId } from '../movies/movie.js';
import { type TitledFilm, titleIndexBuilder } from './title-index.js';
import { titleNames } from './title-names.js';

describe('an index of titles', () => {
  const films = [
    ['Dracula', 1931],
    ['Drácula', 1992],
    ['Dracula', null],
    ['Dracula: Dead and Loving It', 1995],
    ['The Wave (Die Welle)', 2008],
    ['Dead and Loving It', 1995],
  ].map(([title, year], i) => film(10 + i, String(title), year as number | null));
  const index = indexOf(films);
  const find = (title: string, year: number | null) => index.lookUp(titleNames(title), year);

  it('finds films by their whole name, whatever the year', () => {
    expect(find('DRACULA', 1985)).toEqual([10, 11, 12]);
    expect(find('Die Welle', 1900)).toEqual([14]);
  });

  it('finds them by a part of a name, when they are of about that year or have none', () => {
    expect(find('Dracula', 1995)).toEqual([10, 11, 12, 13]);
    expect(find('Dracula: Pages from a Diary', 1995)).toEqual([12]);
    expect(find('Dracula: Pages from a Diary', 1994)).toEqual([11, 12]);
    expect(find('Dracula: Pages from a Diary', null)).toEqual([10, 11, 12]);
  });

  it('finds a part in no other part: sequels begin alike', () => {
    expect(find('Dracula: Dead and Loving It', 1995)).toEqual([13, 12, 15]);
    expect(find('Life: Dead and Loving It', 1995)).toEqual([15]);
    expect(find('Life: Dracula', 1995)).toEqual([12]);
  });

  it('finds nothing where there is nothing', () => {
    expect(find('Nosferatu', null)).toEqual([]);
    expect(find('', null)).toEqual([]);
    expect(titleIndexBuilder().build().lookUp(titleNames('Alien'), null)).toEqual([]);
  });

  it('finds of a name that very many have those of about the year', () => {
    const many = Array.from({ length: 120 }, (_, i) => film(i + 1, 'Home', 1900 + i));
    const home = indexOf(many).lookUp(titleNames('Home'), 1950);
    expect(home).toEqual([49, 50, 51, 52, 53]);
  });

  it('finds every film by its own title', () => {
    const titles = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 200 });
    fc.assert(
      fc.property(titles, (all) => {
        const own = all.map((title, i) => film(i + 1, title, 2000));
        const ofAll = indexOf(own);
        for (const { id, title } of own) {
          if (title.trim() === '') continue;
          const found = ofAll.lookUp(titleNames(title), 2000);
          if (found.length < 40) expect(found).toContain(id);
        }
      }),
    );
  });
});

function film(id: number, title: string, year: number | null): TitledFilm {
  return { id: id as MovieId, title, originalTitle: null, year };
}

function indexOf(films: readonly TitledFilm[]) {
  const builder = titleIndexBuilder();
  builder.add(films.slice(0, 2));
  builder.add(films.slice(2));
  return builder.build();
}
