import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { addMovie } from '../../test/support/some.js';
import type { MovieId, MovieWish } from '../movies/movie.js';
import type { Store } from '../ports.js';
import type { Clue } from './likeness.js';
import { type FilmMatch, type FilmMatcher, filmMatcher } from './match-films.js';

describe('the match of a film', () => {
  let store: Store;
  let matcher: FilmMatcher;
  const idOf = new Map<string, MovieId>();

  const films: Record<string, Partial<MovieWish>> = {
    alien: {
      title: 'Alien',
      year: 1979,
      directors: [{ name: 'Ridley Scott' }],
      ids: ids({ imdb: 'tt0078748', tmdb: '348' }),
    },
    shawshank: { title: 'The Shawshank Redemption', year: 1994 },
    amelie: { title: 'Amélie', originalTitle: "Le fabuleux destin d'Amélie Poulain", year: 2001 },
    rocky2: { title: 'Rocky II', year: 1979 },
    starWars: { title: 'Star Wars', year: 1977, directors: [{ name: 'George Lucas' }] },
    beautyOld: { title: 'Beauty and the Beast', year: 1991 },
    beautyNew: { title: 'Beauty and the Beast', year: 2017 },
    killerWoo: { title: 'The Killer', year: 1989, directors: [{ name: 'John Woo' }] },
    killer: { title: 'The Killer', year: 1989, directors: [{ name: 'Wan Lei' }] },
    home: { title: 'Home', year: 2008 },
    jobs: { title: 'Steve Jobs', year: 2015 },
    wave: { title: 'The Wave', year: 2008, directors: [{ name: 'Dennis Gansel' }] },
    scent: { title: 'Scent of a Woman', year: 1974, directors: [{ name: 'Dino Risi' }] },
    bishop: { title: 'The Bishop’s Room', year: 1976, directors: [{ name: 'Dino Risi' }] },
    telephones: { title: 'White Telephones', year: 1976, directors: [{ name: 'Dino Risi' }] },
    undated: { title: 'The Long Way Home Again' },
  };

  beforeAll(async () => {
    store = await emptyStore();
    for (const [name, facts] of Object.entries(films)) {
      idOf.set(name, (await addMovie(store, facts)).id);
    }
    matcher = filmMatcher(store);
  });
  afterAll(() => store.close());

  async function matchOf(clue: Partial<Clue>): Promise<FilmMatch> {
    const [match] = await matcher.match([aClue(clue)]);
    return match ?? expect.fail('there is none');
  }
  const nameOf = (id: MovieId) => [...idOf].find(([, of]) => of === id)?.[0];
  const verdict = (match: FilmMatch) => {
    if (match.kind === 'found') return nameOf(match.movieId);
    if (match.kind === 'unknown') return 'unknown';
    return match.candidates.map(({ movieId }) => `${nameOf(movieId)}?`).join(' ');
  };

  it.each<[string, Partial<Clue>, string]>([
    ['one of its ids, whatever it is called', { title: 'X', ids: ids({ tmdb: '348' }) }, 'alien'],
    [
      'its id, though another is unknown',
      { ids: ids({ imdb: 'tt9999999', tmdb: '348' }) },
      'alien',
    ],
    ['its title and year', { title: 'alien', year: 1979 }, 'alien'],
    ['its release date for a year', { title: 'Alien', releaseDate: '1979-05-25' }, 'alien'],
    [
      'the year beside it, when the name is rare',
      { title: 'Shawshank Redemption, The', year: 1995 },
      'shawshank',
    ],
    [
      'its original title',
      { title: 'Die fabelhafte Welt', originalTitle: 'Le Fabuleux Destin d’Amelie Poulain' },
      'amelie',
    ],
    ['a number otherwise written', { title: 'Rocky 2', year: 1979 }, 'rocky2'],
    [
      'an alternative title in brackets',
      { title: 'Star Warz (a.k.a. Star Wars)', year: 1977 },
      'starWars',
    ],
    ['a year among namesakes', { title: 'Beauty & the Beast', year: 2017 }, 'beautyNew'],
    [
      'a director among namesakes',
      { title: 'Killer, The', year: 1989, directors: ['JOHN WOO'] },
      'killerWoo',
    ],
    [
      'a director, when the title lacks a subtitle',
      { title: 'Star Wars: Episode IV - A New Hope', year: 1977, directors: ['George W. Lucas'] },
      'starWars',
    ],
    [
      'its director and year, when its title is in another language',
      { title: 'Die Welle', year: 2008, directors: ['DENNIS GANSEL'] },
      'wave',
    ],
    [
      'its director and year, when the title it had first is in another language',
      { title: 'Woman!', originalTitle: 'Profumo di donna', year: 1974, directors: ['Dino Risi'] },
      'scent',
    ],
    ['a rare name alone', { title: 'The Long Way Home Again', year: 1997 }, 'undated'],
  ])('is found by %s', async (_, clue, found) => {
    expect(verdict(await matchOf(clue))).toBe(found);
  });

  it.each<[string, Partial<Clue>, string]>([
    ['two films have its name and year', { title: 'The Killer', year: 1989 }, 'killer? killerWoo?'],
    ['a common name is of the year beside', { title: 'Home', year: 2009 }, 'home?'],
    ['a common name has no year', { title: 'Home' }, 'home?'],
    [
      'only a part of the name is the same',
      { title: 'Star Wars: A Saga', year: 1977 },
      'starWars?',
    ],
    [
      'it may be a film about it',
      { title: 'Steve Jobs: The Man in the Machine', year: 2015 },
      'jobs?',
    ],
    [
      'its directors are others',
      { title: 'Star Wars', year: 1977, directors: ['Jane Doe'] },
      'starWars?',
    ],
    [
      'its title is in another language, and its director made two that year',
      { title: 'Telefoni bianchi della notte', year: 1976, directors: ['Dino Risi'] },
      'bishop? telephones?',
    ],
  ])('is asked about when %s', async (_, clue, candidates) => {
    const given = verdict(await matchOf(clue)) ?? '';
    expect(given.split(' ').sort().join(' ')).toBe(candidates);
  });

  it.each<[string, Partial<Clue>]>([
    ['its name is no film of ours', { title: 'Nosferatu', year: 1922 }],
    ['it is of quite another year', { title: 'Alien', year: 2010 }],
    [
      'its namesake is known to be another film',
      { title: 'Alien', year: 1979, ids: ids({ imdb: 'tt0000001' }) },
    ],
    [
      'its director made another that year, and nothing says that it is called so elsewhere',
      { title: 'Nobody Here', year: 1974, directors: ['Dino Risi'] },
    ],
    [
      'its director made another that year, which has another id',
      {
        title: 'Erkennst du mich nicht',
        year: 1979,
        directors: ['Ridley Scott'],
        ids: ids({ imdb: 'tt0000002' }),
      },
    ],
    [
      'its director made none that year',
      { title: 'Die Welle', year: 2007, directors: ['Dennis Gansel'] },
    ],
    ['nothing is told of it', { title: '' }],
  ])('is none when %s', async (_, clue) => {
    expect(await matchOf(clue)).toEqual({ kind: 'unknown' });
  });

  it('is asked about when its ids are those of two films', async () => {
    const { id } = await addMovie(store, { title: 'Aliens', ids: ids({ imdb: 'tt0090605' }) });
    const ours = idOf.get('alien') as MovieId;
    expect(await matchOf({ ids: ids({ imdb: 'tt0090605', tmdb: '348' }) })).toEqual({
      kind: 'unsure',
      candidates: [
        { movieId: id, confidence: 0.5 },
        { movieId: ours, confidence: 0.5 },
      ],
      by: 'id',
    });
  });

  it('tells how it was found, and how sure it is', async () => {
    expect(await matchOf({ ids: ids({ tmdb: '348' }) })).toMatchObject({ by: 'id', confidence: 1 });
    const byTitle = await matchOf({ title: 'Rocky Two', year: 1979 });
    expect(byTitle).toMatchObject({ by: 'title' });
    const { confidence } = byTitle as { confidence: number };
    expect(confidence).toBeGreaterThan(0.95);
    expect(confidence).toBeLessThan(1);
  });

  it('is given for each of many, in their order', async () => {
    const names = ['Alien', 'Nosferatu', 'Rocky II'];
    const many = Array.from({ length: 250 }, (_, i) =>
      aClue({ title: names[i % 3] ?? '', year: 1979 }),
    );
    const verdicts = (await matcher.match(many)).map(verdict);
    expect(verdicts).toEqual(many.map((_, i) => ['alien', 'unknown', 'rocky2'][i % 3]));
    expect(await matcher.match([])).toEqual([]);
  });

  it('is never a film that is gone since', async () => {
    const late = filmMatcher(store);
    const { id } = await addMovie(store, { title: 'Gone with the Wind', year: 1939 });
    const clue = aClue({ title: 'Gone with the Wind', year: 1939 });
    expect(await late.match([clue])).toMatchObject([{ kind: 'found', movieId: id }]);
    await store.movies.remove(id, 1);
    expect(await late.match([clue])).toEqual([{ kind: 'unknown' }]);
  });
});

function ids(some: Partial<Clue['ids']>): Clue['ids'] {
  return { imdb: null, tmdb: null, wikidata: null, ...some };
}

function aClue(some: Partial<Clue>): Clue {
  return {
    title: '',
    originalTitle: null,
    year: null,
    releaseDate: null,
    directors: [],
    ids: ids({}),
    ...some,
  };
}
