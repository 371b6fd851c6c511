import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMovieReference } from './reference.js';

describe('a reference to a movie', () => {
  it.each([
    ['1', { id: 1 }],
    ['9007199254740991', { id: 9007199254740991 }],
    ['tmdb:603', { source: 'tmdb', outsideId: '603' }],
    ['imdb:tt0133093', { source: 'imdb', outsideId: 'tt0133093' }],
    ['imdb:tt10872600', { source: 'imdb', outsideId: 'tt10872600' }],
    ['wikidata:Q83495', { source: 'wikidata', outsideId: 'Q83495' }],
  ])('may be %s', (text, reference) => {
    expect(parseMovieReference(text)).toEqual(reference);
  });

  it.each([
    '',
    '0',
    '-1',
    '01',
    '1.0',
    '1e3',
    ' 1',
    '9007199254740992',
    '99999999999999999',
    '１',
    'matrix',
    'tmdb',
    'tmdb:',
    'tmdb:0',
    'tmdb:0603',
    'tmdb:-1',
    'tmdb:603 ',
    'tmdb:603\n',
    'tmdb:60300000000',
    'TMDB:603',
    'imdb:0133093',
    'imdb:tt133093',
    'imdb:TT0133093',
    'imdb:tt01330930000',
    'imdb:nm0000206',
    'wikidata:83495',
    'wikidata:Q0',
    'wikidata:q83495',
    'wikipedia:The Matrix',
    'constructor:1',
    '__proto__:1',
    ':603',
    'tmdb:tmdb:603',
  ])('may not be %j', (text) => {
    expect(parseMovieReference(text)).toBeNull();
  });

  it('is null or one of ours for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const reference = parseMovieReference(text);
        if (reference !== null && 'id' in reference) expect(String(reference.id)).toBe(text);
      }),
    );
  });
});
