import { describe, expect, it } from 'vitest';
import { rowsOf, toldIn } from '../../support/uploads.js';

const history = (...lines: string[]) => ['Title,Date', ...lines].join('\n');
const daysOf = async (...dates: string[]) => {
  const rows = await rowsOf('h.csv', history(...dates.map((date, n) => `Film ${n},"${date}"`)));
  return rows.map(({ wishes: [wish] }) => (wish?.kind === 'viewing' ? wish.watchedOn : undefined));
};

describe('a viewing history of Netflix', () => {
  it.each([
    'Show: Season 1: Episode',
    'Show: Two Words: Part 2: Hiss Hiss, Bang Bang',
    'Show: Limited Series: Episode 1',
    'Serie: Temporada 3: Capítulo',
    'Serie: Staffel 2: Folge',
    'Série: Saison 1: Épisode',
    'Serie: Stagione IV: Episodio',
    'Show: Season 1: 11:27',
    'Show: Season 2 (Recap): One',
    '剧: 第 1 季: 集',
    'Show: A Name: With Colons: Everywhere',
  ])('knows an episode: %s', async (title) => {
    expect(await toldIn('h.csv', history(`"${title}","10/21/20"`))).toEqual([[title, 'episode']]);
  });

  it.each([
    'Tide: The Return of the Ebb',
    'Series 7',
    'Tide: Part 2',
    'Part 2: Tide',
    'The Season: A Story',
    'Tide Trilogy: A Bigger Tide: The Wave',
  ])('takes for a film: %s', async (title) => {
    const [row] = await rowsOf('h.csv', history(`"${title}","10/21/20"`));
    expect(row?.wishes).toHaveLength(1);
  });

  it('finds the order of day and month out from all dates', async () => {
    expect(await daysOf('10/9/20', '10/21/19')).toEqual(['2020-10-09', '2019-10-21']);
    expect(await daysOf('9.10.2020', '21.10.2019')).toEqual(['2020-10-09', '2019-10-21']);
    expect(await daysOf('2020-10-09')).toEqual(['2020-10-09']);
  });

  it('finds it out from the newest coming first, where no day is beyond 12', async () => {
    expect(await daysOf('3/12/20', '3/2/20', '2/11/20')).toEqual([
      '2020-03-12',
      '2020-03-02',
      '2020-02-11',
    ]);
    expect(await daysOf('12/3/20', '2/3/20', '11/2/20')).toEqual([
      '2020-03-12',
      '2020-03-02',
      '2020-02-11',
    ]);
  });

  it('leaves days open where nothing tells', async () => {
    expect(await daysOf('3/4/20', '3/4/20')).toEqual([null, null]);
  });

  it('keeps a film as often as it was seen', async () => {
    const rows = await rowsOf(
      'h.csv',
      history('Tide,"10/21/20"', 'Tide,"10/20/20"', 'Tide,"10/20/20"'),
    );
    expect(rows).toHaveLength(3);
  });
});
