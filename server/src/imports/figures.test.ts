import { expect, it } from 'vitest';
import { inFigures } from './figures.js';

it.each([
  ['rocky two', 'rocky 2'],
  ['rocky iv', 'rocky 4'],
  ['malcolm x', 'malcolm 10'],
  ['i robot', 'i robot'],
  ['gone in sixty seconds', 'gone in 60 seconds'],
  ['eighty four charing cross', '84 charing cross'],
  ['nineteen eighty four', '19 84'],
  ['one hundred one dalmatians', '101 dalmatians'],
  ['two hundred cigarettes', '200 cigarettes'],
  ['one hundred eighty four', '184'],
  ['a hundred years', 'a hundred years'],
  ['one two three', '1 2 3'],
  ['twenty twelve', '20 12'],
  ['21 grams', '21 grams'],
])('numbers of %j in figures: %j', (words, figures) => {
  expect(inFigures(words.split(' ')).join(' ')).toBe(figures);
});
