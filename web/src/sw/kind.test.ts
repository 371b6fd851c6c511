import { expect, it } from 'vitest';
import { kindOf } from './kind.ts';

const HOME = 'https://films.example';
const get = (url: string, mode: RequestMode = 'cors', method = 'GET') =>
  kindOf({ method, mode, url: new URL(url, HOME).href }, HOME);

it.each([
  ['/film/12', 'navigate', 'page'],
  ['/docs/', 'navigate', 'other'],
  ['/methods/habits-1', 'navigate', 'other'],
  ['/assets/index-a1b2.js', 'cors', 'asset'],
  ['/theme.js', 'no-cors', 'file'],
  ['/sw.js', 'same-origin', 'other'],
  ['/api/v1/movies/12', 'cors', 'data'],
  ['/api/v1/users/me/ratings?limit=6', 'cors', 'data'],
  ['/api/v1/users/me/changes?after=3', 'cors', 'other'],
  ['/api/v1/users/me/tokens', 'cors', 'other'],
  ['/api/v1/users/me/imports/3/events', 'cors', 'other'],
  ['/api/v1/sessions/current', 'cors', 'other'],
  ['/api/v1/users?q=ana', 'cors', 'other'],
  ['/api/v1/audit', 'cors', 'other'],
  ['/ready', 'cors', 'other'],
  ['https://image.tmdb.org/t/p/w500/a.jpg', 'no-cors', 'poster'],
  ['https://elsewhere.example/a.jpg', 'no-cors', 'other'],
] as const)('takes %s (%s) for %s', (url, mode, kind) => {
  expect(get(url, mode)).toBe(kind);
});

it('answers nothing that changes anything', () => {
  expect(get('/api/v1/users/me/ratings/12', 'cors', 'PUT')).toBe('other');
});
