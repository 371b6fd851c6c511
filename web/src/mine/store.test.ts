import { beforeEach, describe, expect, it } from 'vitest';
import { type MineStore, mineStore } from './store.ts';
import type { Wish } from './wishes.ts';

const ANA = 7;
const BEN = 8;
const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const changed = (movieId: number, stars: number | null, seconds: number) => ({
  movieId,
  stars,
  removed: stars === null,
  at: at(seconds),
});

let clock = 0;
let store: MineStore;

function wish(name: string, stars: number | null): Wish {
  clock += 1;
  const one = { name, title: `Film ${name}`, stars, at: clock };
  store.wish(one);
  return one;
}

beforeEach(() => {
  localStorage.clear();
  store = mineStore(localStorage);
  store.open(ANA);
});

describe('my stars', () => {
  it('are shown as wished before the service has them, and after', () => {
    const wished = wish('1', 3.5);
    expect(store.starsOf('1')).toBe(3.5);
    store.fulfilled(wished, '1', { stars: 3.5, at: 10_000 });
    expect([store.starsOf('1'), store.waiting(), store.isKnown('1')]).toEqual([3.5, 0, true]);
  });

  it('go back to what the service has when it refuses', () => {
    store.learn([changed(1, 4, 1)], 1);
    const wished = wish('1', 2);
    expect(store.starsOf('1')).toBe(2);
    store.refused(wished);
    expect([store.starsOf('1'), store.waiting()]).toEqual([4, 0]);
  });

  it('leave nothing that waits when their owner is no more, but what waits for another', () => {
    store.open(BEN);
    wish('1', 2);
    store.open(ANA);
    wish('2', 5);
    store.discard();
    expect([store.starsOf('2'), store.waiting()]).toEqual([null, 0]);
    store.open(ANA);
    expect(store.waiting()).toBe(0);
    store.open(BEN);
    expect(store.starsOf('1')).toBe(2);
  });

  it('tell 0 from none', () => {
    wish('1', 0);
    expect([store.starsOf('1'), store.starsOf('2')]).toEqual([0, null]);
  });

  it('stay as last wished when the answer to an earlier wish comes', () => {
    const first = wish('1', 2);
    wish('1', 5);
    store.fulfilled(first, '1', { stars: 2, at: 10_000 });
    expect([store.starsOf('1'), store.waiting()]).toEqual([5, 1]);
  });

  it('are known by the name of the service too, once it has given one', () => {
    const wished = wish('tmdb:603', 4.5);
    store.fulfilled(wished, '12', { stars: 4.5, at: 10_000 });
    expect([store.starsOf('tmdb:603'), store.starsOf('12')]).toEqual([4.5, 4.5]);
  });

  it('follow the feed, and its tombstones', () => {
    store.learn([changed(1, 4, 1), changed(2, 1, 2)], 2);
    store.learn([changed(1, null, 3)], 3);
    expect([store.starsOf('1'), store.starsOf('2'), store.after()]).toEqual([null, 1, 3]);
  });

  it('are what a list says of them, until the feed has told all', () => {
    expect(store.starsOf('1', 4)).toBe(4);
    store.learn([changed(2, 1, 1)], 1, true);
    expect([store.starsOf('1', 4), store.starsOf('2', 4)]).toEqual([4, 1]);
    wish('3', null);
    expect(store.starsOf('3', 4)).toBe(null);
    store.learn([changed(4, 2, 2)], 2);
    expect([store.starsOf('1', 4), store.starsOf('4', 1)]).toEqual([null, 2]);
  });

  it('are not put back by a feed that an answer has overtaken', () => {
    const wished = wish('1', 5);
    store.fulfilled(wished, '1', { stars: 5, at: 9000 });
    store.learn([changed(1, 2, 8)], 1);
    expect(store.starsOf('1')).toBe(5);
  });

  it('are known no longer once the feed begins anew, but for what I wish', () => {
    store.learn([changed(1, 4, 1), changed(2, 1, 2)], 2);
    wish('3', 5);
    let told = 0;
    store.listen('1', () => told++);
    store.begin();
    expect([store.starsOf('1'), store.starsOf('3'), store.after(), told]).toEqual([null, 5, 0, 1]);
    expect(store.starsOf('1', 2)).toBe(2);
    store.learn([changed(1, 3, 1)], 7);
    expect([store.starsOf('1'), store.starsOf('2', 1), store.after()]).toEqual([3, null, 7]);
  });

  it('tell only who shows the film that changed', () => {
    const told: string[] = [];
    store.listen('1', () => told.push('1'));
    const stop = store.listen('2', () => told.push('2'));
    wish('1', 3);
    stop();
    wish('2', 3);
    expect(told).toEqual(['1']);
  });
});

describe('after a reload', () => {
  it('all is there: what the service had, and what still waits', () => {
    store.learn([changed(1, 4, 1)], 17);
    wish('2', 3);
    store.save();
    store = mineStore(localStorage);
    store.open(ANA);
    expect([store.starsOf('1'), store.starsOf('2')]).toEqual([4, 3]);
    expect([store.after(), store.wishes().map(({ name }) => name)]).toEqual([17, ['2']]);
  });

  it('what cannot be read is fetched anew', () => {
    localStorage.setItem('halfstar/mine/7', '{"after":');
    localStorage.setItem('halfstar/wish/7/1', 'no wish');
    store = mineStore(localStorage);
    store.open(ANA);
    expect([store.after(), store.count(), store.wishes()]).toEqual([0, 0, []]);
  });
});

describe('of several people at one device', () => {
  it('each has their own', () => {
    wish('1', 3);
    store.open(BEN);
    expect([store.starsOf('1'), store.waiting()]).toEqual([null, 0]);
    store.open(ANA);
    expect([store.starsOf('1'), store.waiting()]).toEqual([3, 1]);
  });

  it('whoever signs in gets what was rated before signing in', () => {
    store.open(0);
    wish('5', 4);
    store.open(BEN);
    expect(store.wishes().map(({ name, stars }) => [name, stars])).toEqual([['5', 4]]);
    store.open(0);
    expect(store.wishes()).toEqual([]);
  });
});
