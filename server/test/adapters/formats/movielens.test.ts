import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../support/refusal.js';
import { rowsOf, toldIn, zipOf } from '../../support/uploads.js';

const MOVIES = `movieId,title,genres
1,"Tide, The (1995)",Drama|Sci-Fi
2,"Ebb, The (Reflux, Le) (1996) ",(no genres listed)
3,(500) Waves (2006–2007),Drama
`;
const LINKS = 'movieId,imdbId,tmdbId\n1,0000007,7\n2,0000008,\n';
const ratingsOf = (...lines: string[]) => ['userId,movieId,rating,timestamp', ...lines].join('\n');
const dataset = (ratings: string) =>
  zipOf([
    { name: 'ml/ratings.csv', content: ratings },
    { name: 'ml/links.csv', content: LINKS },
    { name: 'ml/movies.csv', content: MOVIES },
    { name: 'ml/tags.csv', content: 'userId,movieId,tag,timestamp\n5,1,sea,1\n' },
  ]);
const rating = (score: number, seconds: number) => ({
  kind: 'rating',
  score,
  ratedAt: seconds * 1000,
  note: null,
});

describe('a data set of MovieLens', () => {
  it('has ratings of films that other files name', async () => {
    const zip = dataset(ratingsOf('5,1,0.5,964982703', '5,2,5.0,964982704', '5,9,3.0,1'));
    expect(await toldIn('ml.zip', zip)).toEqual([
      ['The Tide', rating(0.5, 964982703)],
      ['The Ebb', rating(5, 964982704)],
      ['', 'no-title'],
      ['', 'nothing-said'],
    ]);
    const [tide, ebb] = await rowsOf('ml.zip', zip);
    expect(tide?.film).toMatchObject({
      year: 1995,
      genres: ['Drama', 'Sci-Fi'],
      ids: { imdb: 'tt0000007', tmdb: '7' },
    });
    expect(ebb?.film).toMatchObject({
      originalTitle: 'Le Reflux',
      genres: [],
      ids: { tmdb: null },
    });
  });

  it('is asked whose ratings to take where there are several people', async () => {
    const zip = dataset(ratingsOf('5,1,0.5,1', '6,1,4,2'));
    expect(await refusalOf(() => rowsOf('ml.zip', zip))).toMatchObject({ kind: 'import-unclear' });
    expect(await toldIn('ml.zip', zip, { person: '6' })).toEqual([
      ['The Tide', 'not-mine'],
      ['The Tide', rating(4, 2)],
      ['', 'nothing-said'],
    ]);
  });

  it('is read as it was in 1998', async () => {
    const flags = (...set: number[]) =>
      Array.from({ length: 19 }, (_, n) => (set.includes(n) ? 1 : 0));
    const film = (id: number, title: string) => [id, title, '', '', '', ...flags(1, 8)].join('|');
    const zip = zipOf([
      { name: 'u.data', content: '196\t1\t3\t881250949\n196\t267\t1\t881250950\n' },
      {
        name: 'u.item',
        content: Buffer.from(
          `${film(1, 'Cité "A", La (1995)')}\n${film(267, 'unknown')}`,
          'latin1',
        ),
      },
      { name: 'u.user', content: '196|49|M|writer|55105\n' },
      { name: 'README', content: 'about it all\n' },
    ]);
    expect(await toldIn('ml-100k.zip', zip)).toEqual([
      ['La Cité "A"', rating(3, 881250949)],
      ['unknown', rating(1, 881250950)],
    ]);
    expect((await rowsOf('ml-100k.zip', zip))[0]?.film.genres).toEqual(['Action', 'Drama']);
  });

  it('is read as it was in 2003', async () => {
    const zip = zipOf([
      { name: 'ratings.dat', content: '1::1::5::978300760\n' },
      { name: 'movies.dat', content: '1::Tide: "The Wave" (1995)::Drama|War\n' },
      { name: 'users.dat', content: '1::F::1::10::48067\n' },
    ]);
    expect(await toldIn('ml-1m.zip', zip)).toEqual([['Tide: "The Wave"', rating(5, 978300760)]]);
  });

  it('is one’s own as the site gives it', async () => {
    const table =
      'movie_id,imdb_id,tmdb_id,rating,average_rating,title\n1,0000007,7,3.5,3.9,"Tide, The (1995)"\n';
    expect(await toldIn('movielens-ratings.csv', table)).toEqual([
      ['The Tide', { kind: 'rating', score: 3.5, ratedAt: null, note: null }],
    ]);
  });
});
