import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey, titleNames } from './title-names.js';

describe('the names a title tells', () => {
  it.each([
    ['The Matrix', 'Matrix, The'],
    ['La Haine', 'Haine, La'],
    ["L'avventura", "avventura, L'"],
    ['Amélie', 'Amelie (Fabuleux destin d’Amélie Poulain, Le)'],
    ['The Fabulous Destiny', 'Fabulous Destiny, The (a.k.a. Fabulous)'],
    ['Se7en', 'Seven (a.k.a. Se7en)'],
    ['Les enfants du paradis', 'Children of Paradise (Enfants du paradis, Les)'],
    ['Fast & Furious', 'Fast and Furious'],
    ['Romeo + Juliet', 'Romeo and Juliet'],
    ['Rocky II', 'Rocky 2'],
    ['The Godfather Part II', 'Godfather: Part 2, The'],
    ['Kill Bill: Vol. 1', 'Kill Bill, Volume One'],
    ['Spider-Man', 'Spiderman'],
    ['Three Colours: Blue', 'Three Colors: Blue'],
    ['101 Dalmatians', 'One Hundred and One Dalmatians'],
    ['Love Potion #9', 'Love Potion No. 9'],
    ['千と千尋の神隠し', 'Spirited Away (千と千尋の神隠し)'],
  ])('%j and %j share one', (one, other) => {
    const { whole } = titleNames(one);
    expect(titleNames(other).whole).toEqual(expect.arrayContaining(whole.slice(0, 1)));
  });

  it.each([
    ['Alien', 'Aliens'],
    ['Rocky', 'Rocky II'],
    ['Rocky II', 'Rocky III'],
    ['Star Trek', 'Star Trek: Insurrection'],
    ['Fargo', '…'],
    ['♥', '…'],
  ])('%j and %j share none', (one, other) => {
    const { whole } = titleNames(other);
    expect(titleNames(one).whole.filter((name) => whole.includes(name))).toEqual([]);
  });

  it('are, as parts, what is before and behind each separator', () => {
    const { whole, parts } = titleNames('Star Wars: Episode IV - A New Hope');
    expect(whole).toEqual(['starwarsepisode4anewhope']);
    expect(parts).toEqual([
      'starwars',
      'starwarsepisode4',
      'episode4anewhope',
      'newhope',
      'starwarsanewhope',
    ]);
    expect(titleNames('Dr. Strangelove or: How I Learned to Stop Worrying').parts).toContain(
      'doctorstrangelove',
    );
  });

  it('are, as a part, what is left without whose film it is', () => {
    expect(titleNames("Emily Brontë's Wuthering Heights").parts).toEqual(['wutheringheights']);
    expect(titleNames("Dr. Seuss' The Lorax").parts).toEqual(['lorax']);
    expect(titleNames("Ocean's").parts).toEqual([]);
  });

  it('are those of several titles, each once', () => {
    expect(titleNames('The Wave', null, 'Die Welle', 'Wave').whole).toEqual(['wave', 'diewelle']);
    expect(titleNames('', null)).toEqual({ whole: [], parts: [] });
  });

  it('are found in any text, and never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (title) => {
        const { whole, parts } = titleNames(title);
        expect([...whole, ...parts]).not.toContain('');
        expect(whole.length > 0).toBe(title.trim() !== '');
      }),
    );
  });

  it('are keys that capitals and accents do not change', () => {
    fc.assert(
      fc.property(fc.string(), (title) => {
        expect(nameKey(title.toUpperCase())).toBe(nameKey(title.toLowerCase()));
      }),
    );
    expect(nameKey('ÀMÉLIE')).toBe(nameKey('Amelie'));
  });
});
