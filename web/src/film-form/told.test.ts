import { expect, it } from 'vitest';
import type { Shape } from '../api.ts';
import { changeOf, factsOf, NOTHING_TOLD, toldOf } from './told.ts';

const FILM: Shape<'Movie'> = {
  id: 7,
  title: 'Heat',
  originalTitle: null,
  year: 1995,
  releaseDate: '1995-12-15',
  runtimeMinutes: 170,
  overview: null,
  posterUrl: null,
  genres: ['Crime'],
  directors: [{ id: 1, name: 'Michael Mann' }],
  cast: [{ id: 2, name: 'Al Pacino' }],
  ids: { tmdb: 949, imdb: 'tt0113277', wikidata: null },
  score: null,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  version: 1,
};

it('tells nothing of what was left empty', () => {
  expect(factsOf({ ...NOTHING_TOLD, title: ' My Holiday ', directors: 'Ana\n\n Bo \n' })).toEqual({
    title: 'My Holiday',
    originalTitle: null,
    year: null,
    releaseDate: null,
    runtimeMinutes: null,
    genres: [],
    directors: [{ name: 'Ana' }, { name: 'Bo' }],
    cast: [],
    overview: null,
    ids: { tmdb: null, imdb: null, wikidata: null },
  });
});

it('finds no change in a film as it is', () => {
  expect(changeOf(FILM, toldOf(FILM))).toBeNull();
});

it('names only what is otherwise, and keeps the people there are', () => {
  const told = { ...toldOf(FILM), year: '1996', cast: 'Al Pacino\nRobert De Niro', imdb: '' };
  expect(changeOf(FILM, told)).toEqual({
    year: 1996,
    cast: [{ id: 2 }, { name: 'Robert De Niro' }],
    ids: { tmdb: 949, imdb: null, wikidata: null },
  });
});
