import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, words } from './fold.js';
import { movieWords, titleWords } from './search-text.js';

describe('the words a title is found by', () => {
  it.each([
    ['Spider-Man', 'spider man spiderman'],
    ['Star Wars', 'star wars starwars'],
    ['Rocky II', 'rocky ii rockyii 2'],
    ['Saw XIII', 'saw xiii sawxiii 13'],
    ['Schindler’s List', 'schindlers list schindler s schindlerslist'],
    ["L'avventura", 'lavventura l avventura'],
    ['Up', 'up'],
    ['New York, New York', 'new york newyork yorknew'],
    ['…', ''],
  ])('%j: %j', (title, found) => {
    expect(titleWords(title)).toBe(found);
  });

  it('takes a lone I for no figure', () => {
    expect(titleWords('I, Robot').split(' ')).not.toContain('1');
  });

  it('are those of the original title too', () => {
    const all = movieWords({ title: 'Spirited Away', originalTitle: '千と千尋の神隠し' }).split(
      ' ',
    );
    expect(all).toEqual(expect.arrayContaining(['spirited', 'away', '千と千尋の神隠し']));
    expect(movieWords({ title: 'Up', originalTitle: null })).toBe('up');
  });

  it('are all words of the title, each once, and nothing blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (title) => {
        const found = titleWords(title).split(' ').filter(Boolean);
        expect(new Set(found).size).toBe(found.length);
        expect(found).toEqual(expect.arrayContaining(words(title)));
        expect(fold(titleWords(title))).toBe(titleWords(title));
      }),
    );
  });
});
