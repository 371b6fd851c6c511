import { describe, expect, it } from 'vitest';
import { isForeign } from './foreign-title.js';

describe('a title', () => {
  it.each([
    'Die Welle',
    'C’era una volta in America',
    'Profumo di donna',
    'Les enfants du paradis',
    'Señales',
    '羅生門',
    'Det sjunde inseglet',
  ])('is of another language: %s', (title) => expect(isForeign(title)).toBe(true));

  it.each(['Live and Let Die', 'An', 'Seven Samurai', 'I, Robot', 'Up', '(500) Days', '♥', ''])(
    'is not known to be: %s',
    (title) => expect(isForeign(title)).toBe(false),
  );
});
