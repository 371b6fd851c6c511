import { expect, it } from 'vitest';
import type { CardFilm } from '../../ui/film-card.tsx';
import { filmsToCome, skippedFilms } from './queue.ts';

const film = (name: string): CardFilm => ({ name, title: name, year: null, posterUrl: null });
const namesOf = (films: readonly CardFilm[]) => films.map(({ name }) => name);

it('shows each film once, in the order of the lists, without what is done or out', () => {
  const candidates = ['1', '2', '3', '2', '4', '5'].map(film);
  const steps = [{ film: film('1'), stars: 4 }];
  expect(namesOf(filmsToCome(candidates, steps, (name) => name === '3'))).toEqual(['2', '4', '5']);
});

it('has a film back in its place when the step is taken back', () => {
  const candidates = ['1', '2'].map(film);
  expect(namesOf(filmsToCome(candidates, [], () => false))).toEqual(['1', '2']);
});

it('remembers what was not seen as long as the session does', () => {
  sessionStorage.clear();
  skippedFilms(sessionStorage).add('7');
  const later = skippedFilms(sessionStorage);
  expect(later.has('7')).toBe(true);
  later.remove('7');
  expect(skippedFilms(sessionStorage).has('7')).toBe(false);
});

it('begins anew where what was kept makes no sense', () => {
  sessionStorage.setItem('halfstar/not-seen', '{');
  expect(skippedFilms(sessionStorage).has('7')).toBe(false);
});
