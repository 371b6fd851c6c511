import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { fieldsRefused, refusalOf } from '../../test/support/refusal.js';
import { addMovie, addUser, aMovie, NOW } from '../../test/support/some.js';
import type { Store } from '../ports.js';
import type { User } from '../users/user.js';
import { createMovie, editMovie, mustBeEditor } from './edit-movie.js';
import type { Movie, MovieChange } from './movie.js';

const IDS = { tmdb: '603', imdb: 'tt0133093', wikidata: null };

describe('telling of a movie', () => {
  let store: Store;
  let root: User;
  let ana: User;

  beforeEach(async () => {
    store = await emptyStore();
    root = await addUser(store, 'root');
    ana = await addUser(store, 'ana');
  });
  afterEach(() => store.close());

  const needs = () => ({ movies: store.movies, now: () => NOW });
  const edit = (movie: Movie, change: MovieChange) => editMovie(needs(), movie, change);

  it('makes it, as that of who tells', async () => {
    const movie = await createMovie(needs(), ana.id, aMovie({ title: ' Up ', year: 2009 }));
    expect(movie).toMatchObject({ title: 'Up', year: 2009, createdBy: ana.id, createdAt: NOW });
  });

  it('is refused when the movie is there already, or is none', async () => {
    const { id } = await addMovie(store, { ids: IDS });
    const again = aMovie({ ids: { ...IDS, tmdb: null } });
    const refused = await refusalOf(() => createMovie(needs(), ana.id, again));
    expect(refused).toEqual({ kind: 'movie-exists', movieId: id });
    const none = () => createMovie(needs(), ana.id, aMovie({ title: ' ' }));
    expect(await fieldsRefused(none)).toEqual(['title format']);
  });

  it('lets an ADMIN and who told of it change it, and nobody else', async () => {
    const [theirs, nobodys] = [await addMovie(store, {}, ana.id), await addMovie(store)];
    const ben = await addUser(store, 'ben');
    const may = async (user: User, movie: Movie) =>
      (await refusalOf(() => mustBeEditor(user, movie)))?.kind ?? 'may';
    expect(await may(ana, theirs)).toBe('may');
    expect(await may(root, theirs)).toBe('may');
    expect(await may(root, nobodys)).toBe('may');
    expect(await may(ben, theirs)).toBe('not-allowed');
    expect(await may(ana, nobodys)).toBe('not-allowed');
  });

  describe('otherwise', () => {
    let matrix: Movie;
    beforeEach(async () => {
      matrix = await addMovie(store, {
        title: 'The Matrix',
        year: 1999,
        releaseDate: '1999-03-31',
        genres: ['Action'],
        directors: [{ name: 'Lana Wachowski' }],
        cast: [{ name: 'Keanu Reeves' }],
        ids: IDS,
      });
    });

    it('changes what is named, and leaves the rest, people and ids too', async () => {
      const edited = await edit(matrix, { overview: 'Red or blue.' });
      expect(edited).toEqual({ ...matrix, overview: 'Red or blue.', version: 2 });
    });

    it('changes one outside id, and leaves the others', async () => {
      const edited = await edit(matrix, { ids: { wikidata: 'Q83495', imdb: null } });
      expect(edited.ids).toEqual({ tmdb: '603', imdb: null, wikidata: 'Q83495' });
    });

    it('changes people and genres as a whole', async () => {
      const edited = await edit(matrix, { cast: [{ name: 'Carrie-Anne Moss' }], genres: [] });
      expect(edited.cast.map(({ name }) => name)).toEqual(['Carrie-Anne Moss']);
      expect(edited.genres).toEqual([]);
      expect(edited.directors).toEqual(matrix.directors);
    });

    it.each<[MovieChange, Partial<Movie>]>([
      [{ releaseDate: '2000-01-01' }, { year: 2000, releaseDate: '2000-01-01' }],
      [
        { releaseDate: '2000-01-01', year: 1999 },
        { year: 1999, releaseDate: '2000-01-01' },
      ],
      [{ releaseDate: null }, { year: 1999, releaseDate: null }],
      [{ year: 1998 }, { year: 1998, releaseDate: '1999-03-31' }],
    ])('lets the year follow a new date, unless it is named: %j', async (change, facts) => {
      expect(await edit(matrix, change)).toMatchObject(facts);
    });

    it('is refused when it is no movie any more, is of an old one, or of another', async () => {
      expect(await fieldsRefused(() => edit(matrix, { title: '' }))).toEqual(['title format']);
      const other = await addMovie(store, { ids: { ...IDS, tmdb: '1', imdb: null } });
      const taken = await refusalOf(() => edit(matrix, { ids: { tmdb: '1' } }));
      expect(taken).toEqual({ kind: 'movie-exists', movieId: other.id });
      await edit(matrix, { title: 'Matrix' });
      const late = await refusalOf(() => edit(matrix, { title: 'Late' }));
      expect(late).toEqual({ kind: 'precondition-failed' });
      await store.movies.remove(matrix.id, NOW);
      const gone = await refusalOf(() => edit(matrix, { title: 'Gone' }));
      expect(gone).toEqual({ kind: 'movie-not-found' });
    });
  });
});
