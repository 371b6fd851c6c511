import { expect, it } from 'vitest';
import { tmdbNumber } from './tmdb-number.ts';

it.each([
  ['603', 603],
  [' 603 ', 603],
  ['tmdb:603', 603],
  ['https://www.themoviedb.org/movie/603-the-matrix?language=es', 603],
  ['themoviedb.org/movie/603', 603],
  ['tt0133093', null],
  ['https://www.themoviedb.org/tv/1399', null],
  ['0', null],
  ['', null],
])('reads %j as %j', (text, number) => {
  expect(tmdbNumber(text)).toBe(number);
});
