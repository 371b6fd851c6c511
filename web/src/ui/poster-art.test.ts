import { describe, expect, it } from 'vitest';
import { artOf, spokenTitle, titleSize } from './poster-art.ts';
import { PATTERNS } from './poster-pattern.ts';

describe('a generated poster', () => {
  it('is always the same for the same film', () => {
    expect(artOf('Heat', 1995, 'Crime')).toEqual(artOf('Heat', 1995, 'Crime'));
  });

  it('has the colour of its genre, more or less', () => {
    for (const title of ['Heat', 'Casino', 'Fargo', 'Snatch']) {
      expect(Math.abs(artOf(title, 1995, 'Crime').hue - 265)).toBeLessThanOrEqual(15);
    }
  });

  it('is of every kind now and then', () => {
    const kinds = Array.from({ length: 200 }, (_, n) => artOf(`Film ${n}`, 2000, 'Drama').kind);
    expect(new Set(kinds).size).toBe(PATTERNS.length);
  });

  it('says a title as it is spoken', () => {
    expect(spokenTitle('Matrix, The')).toBe('The Matrix');
    expect(spokenTitle('Me, Myself & Irene')).toBe('Me, Myself & Irene');
  });

  it.each([
    'M',
    'Heat',
    'The Shawshank Redemption',
    'Antidisestablishmentarianism',
    '七人の侍',
    'جدایی نادر از سیمین',
    '🎬🎬🎬',
    'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb',
  ])('has room for "%s"', (title) => {
    const size = titleSize(title);
    expect(size).toBeGreaterThanOrEqual(4);
    expect(size).toBeLessThanOrEqual(17);
  });

  it.each([
    ['Armageddon', 6.23],
    ['Commando', 5.5],
    ['WARGAMES', 5.91],
  ])(
    'breaks no line within "%s", which is %d times as wide as its letters are high',
    (title, width) => {
      expect(titleSize(title) * width).toBeLessThanOrEqual(84);
    },
  );
});
