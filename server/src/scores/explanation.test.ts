import { describe, expect, it } from 'vitest';
import { emptyTally } from '../ratings/tally.js';
import { explanationOf } from './explanation.js';
import { NO_MODEL } from './model.js';
import { posterior } from './posterior.js';
import { emptySums } from './sums.js';

const PRIOR = 3.3;

/** What is said of so many ratings with this mean, each of which weighs as much. */
function said(
  votes: number,
  mean: number,
  { weight = 0.9, plain = mean, held = 0, aside = 0 } = {},
) {
  const sums = emptySums();
  sums.regular = { ...sums.regular, votes, weight: votes * weight, stars: votes * weight * mean };
  const found = posterior(sums, PRIOR, { ...NO_MODEL, isYoung: false });
  const count = votes + held + aside;
  return explanationOf({
    tally: { ...emptyTally(), count, sum: count * plain * 20 },
    found,
    effectiveVotes: found?.weight ?? 0,
    prior: { stars: PRIOR, weight: NO_MODEL.trust },
    votes: { held: { votes: held }, aside },
    weights: [],
  });
}

describe('the words of a score', () => {
  it('tell why 4.1 of 3,000 stands above 4.6 of 5', () => {
    const [score, settled, weighs] = said(3000, 4.1).en;
    expect(score).toBe(
      '4.1 stars from 3,000 ratings. If everyone rated it, it would most likely get between 4.07 and 4.13.',
    );
    expect(settled).toContain('the score rests on their ratings; less than 1% comes from');
    expect(weighs).toContain('as much as 2,700 full votes');
    const few = said(5, 4.6).en.join(' ');
    expect(few).toContain('3.9 stars from 5 ratings.');
    expect(few).toContain('so few ratings prove little: 52% of the score still rests on');
    expect(few).toContain('as much as 4.5 full votes');
  });

  it('are the same in Spanish, numbers as well', () => {
    const [score, settled, weighs] = said(3000, 4.1).es;
    expect(score).toContain('4,1 estrellas con 3.000 valoraciones.');
    expect(score).toContain('entre 4,07 y 4,13.');
    expect(settled).toContain('menos del 1\u00a0% viene de');
    expect(weighs).toContain('2.700 votos enteros');
    expect(said(100, 4.1).es[1]).toContain('solo el 5\u00a0% viene de');
  });

  it('never put a score between a number and itself', () => {
    expect(said(500_000, 4.1).en[0]).toContain('between 4.098 and 4.102.');
  });

  it('tell of a plain average exactly when it looks another than the score', () => {
    const averages = (plain: number) =>
      said(3000, 4.1, { plain }).en.filter((line) => line.includes('plain average'));
    expect(averages(4.149)).toEqual([]);
    expect(averages(4.151)).toHaveLength(1);
  });

  it('fit one rating in question as well as many', () => {
    expect(said(50, 4, { held: 1 }).en.at(-1)).toBe(
      'There was unusual activity: 1 rating came all at once, unlike those before, and will weigh next to nothing until someone has looked.',
    );
    expect(said(50, 4, { aside: 1 }).en.at(-1)).toBe(
      'Shown, but not counted in the score, for it was found to be an attack: 1 rating.',
    );
  });

  it('do not let a plain average stand for ratings that hardly count', () => {
    const of = (more: object) => said(3, 4.8, { plain: 1.2, ...more }).en[1];
    expect(of({ held: 9 })).toContain('average is 1.2 with the unusual ratings told of below, but');
    expect(of({ aside: 9 })).toContain(
      'average is 1.2 with the unusual ratings told of below, but',
    );
    expect(of({})).toContain('average is 1.2, but');
    expect(said(3000, 4.1, { plain: 3.1, aside: 900 }).es[2]).toContain(
      'es 3,1 con las valoraciones inusuales de las que se habla abajo; la nota es distinta',
    );
  });

  it('tell a movie that nobody has rated from one whose ratings are not counted yet', () => {
    expect(said(0, 0).en[0]).toContain('There is no score yet.');
    expect(said(0, 0, { aside: 3 }).en).toHaveLength(2);
    const uncounted = { ...emptyTally(), count: 2, sum: 160 };
    const none = {
      effectiveVotes: 0,
      prior: { stars: PRIOR, weight: 4.8 },
      weights: [],
    };
    const { en, es } = explanationOf({
      ...none,
      tally: uncounted,
      found: null,
      votes: { held: { votes: 0 }, aside: 0 },
    });
    expect(en).toEqual(['Its ratings are about to be counted: the score follows in a moment.']);
    expect(es).toHaveLength(1);
  });
});
