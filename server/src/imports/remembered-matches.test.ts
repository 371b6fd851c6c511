import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { addMovie, NO_MOVIE } from '../../test/support/some.js';
import { aClue } from '../../test/support/some-rows.js';
import type { MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import type { Clue } from './likeness.js';
import type { FilmMatch } from './match-films.js';
import { rememberedMatches } from './remembered-matches.js';

let store: Store;
let movieId: MovieId;
beforeAll(async () => {
  store = await emptyStore();
  movieId = (await addMovie(store, { title: 'Alien', year: 1979 })).id;
});
afterAll(() => store.close());

/** Answers each clue as it is told to, and tells what it was asked. */
function asked(answer: (clue: Clue) => FilmMatch) {
  const titles: string[][] = [];
  const match = async (clues: readonly Clue[]) => {
    titles.push(clues.map(({ title }) => title));
    return clues.map(answer);
  };
  return { titles, matcher: rememberedMatches({ match }, store.knownFilms) };
}

const found = (id: MovieId): FilmMatch => {
  return { kind: 'found', movieId: id, confidence: 1, by: 'title' };
};
const ALIEN = aClue({ title: 'Alien', year: 1979 });
const UNHEARD = aClue({ title: 'Unheard' });

it('looks once for what is told in the same words, in one step and in the next', async () => {
  const answer = ({ title }: Clue): FilmMatch =>
    title === 'Alien' ? found(movieId) : { kind: 'unknown' };
  const { titles, matcher } = asked(answer);
  const all = [found(movieId), { kind: 'unknown' }, found(movieId)];
  expect(await matcher.match([ALIEN, UNHEARD, aClue(ALIEN)])).toEqual(all);
  expect(await matcher.match([UNHEARD, ALIEN])).toEqual([{ kind: 'unknown' }, found(movieId)]);
  expect(titles).toEqual([['Alien', 'Unheard'], []]);
});

it('tells apart what differs in anything that says which film it is', async () => {
  const { titles, matcher } = asked(() => found(movieId));
  const clues = [
    ALIEN,
    { ...ALIEN, year: 1980 },
    { ...ALIEN, originalTitle: 'Alien' },
    { ...ALIEN, releaseDate: '1979-05-25' },
    { ...ALIEN, directors: ['Ridley Scott'] },
    { ...ALIEN, ids: { ...ALIEN.ids, imdb: 'tt0078748' } },
    { ...ALIEN, ids: { ...ALIEN.ids, tmdb: 'tt0078748' } },
    { ...ALIEN, ids: { ...ALIEN.ids, wikidata: 'tt0078748' } },
    { ...ALIEN, ours: movieId },
  ];
  await matcher.match(clues);
  expect(titles[0]).toHaveLength(clues.length);
});

it('looks again for a film that is no longer there', async () => {
  const answers = [found(NO_MOVIE), found(movieId)];
  const { titles, matcher } = asked(() => answers.shift() as FilmMatch);
  expect(await matcher.match([ALIEN])).toEqual([found(NO_MOVIE)]);
  expect(await matcher.match([ALIEN])).toEqual([found(movieId)]);
  expect(await matcher.match([ALIEN])).toEqual([found(movieId)]);
  expect(titles).toEqual([['Alien'], ['Alien'], []]);
});

it('looks again where one of several that it may be is no longer there', async () => {
  const candidates = [movieId, NO_MOVIE].map((id) => ({ movieId: id, confidence: 0.5 }));
  const answers: FilmMatch[] = [{ kind: 'unsure', candidates, by: 'title' }, found(movieId)];
  const { matcher } = asked(() => answers.shift() as FilmMatch);
  await matcher.match([ALIEN]);
  expect(await matcher.match([ALIEN])).toEqual([found(movieId)]);
});

it('remembers more films than most have seen', async () => {
  const { titles, matcher } = asked(() => ({ kind: 'unknown' }));
  const seen = Array.from({ length: 10_000 }, (_, n) => aClue({ title: `Film ${n}` }));
  await matcher.match(seen);
  await matcher.match(seen);
  expect(titles.map(({ length }) => length)).toEqual([seen.length, 0]);
});
