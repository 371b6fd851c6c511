import { expect, it } from 'vitest';
import { atLeast, countAt, observe } from './observations.js';

const LIST = {
  userIds: Float64Array.of(7, 8, 9),
  movieIds: Float64Array.of(1, 2),
  users: Int32Array.of(2, 0, 2, 1),
  movies: Int32Array.of(1, 1, 0, 0),
  steps: Uint8Array.of(80, 0, 100, 79),
};

it('has every rating twice: by who gave it and by what got it', () => {
  const { byUser, byMovie } = observe(LIST);
  expect([...byUser.starts]).toEqual([0, 1, 2, 4]);
  expect([...byUser.others]).toEqual([1, 0, 0, 1]);
  expect([...byUser.steps]).toEqual([0, 79, 100, 80]);
  expect([...byMovie.starts]).toEqual([0, 2, 4]);
  expect([...byMovie.others]).toEqual([1, 2, 0, 2]);
  expect([...byMovie.steps]).toEqual([79, 100, 0, 80]);
  expect(countAt(byUser, 2)).toBe(2);
});

it('is the same in whichever order ratings come', () => {
  const order = [3, 1, 0, 2];
  const shuffled = {
    ...LIST,
    users: Int32Array.from(order, (k) => LIST.users[k]!),
    movies: Int32Array.from(order, (k) => LIST.movies[k]!),
    steps: Uint8Array.from(order, (k) => LIST.steps[k]!),
  };
  expect(observe(shuffled)).toEqual(observe(LIST));
});

it('lies on memory that threads share', () => {
  const { byUser } = observe(LIST);
  for (const array of Object.values(byUser)) {
    expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
});

it('can be cut to what is liked', () => {
  const likes = atLeast(observe(LIST).byUser, 80);
  expect([...likes.starts]).toEqual([0, 0, 0, 2]);
  expect([...likes.others]).toEqual([0, 1]);
  expect([...likes.steps]).toEqual([100, 80]);
});

it('may be empty', () => {
  const none = observe({
    userIds: new Float64Array(0),
    movieIds: Float64Array.of(1),
    users: new Int32Array(0),
    movies: new Int32Array(0),
    steps: new Uint8Array(0),
  });
  expect([...none.byUser.starts]).toEqual([0]);
  expect([...none.byMovie.starts]).toEqual([0, 0]);
});
