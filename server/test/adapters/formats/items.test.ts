import { describe, expect, it } from 'vitest';
import { rowsOf, toldIn, zipOf } from '../../support/uploads.js';

const at = (time: string) => Date.parse(time);
const SEEN = {
  kind: 'viewing',
  watchedOn: null,
  score: null,
  rewatch: false,
  tags: [],
  review: null,
  loggedAt: null,
  entry: null,
};
const TIDE = { title: 'Tide', year: 1999, ids: { trakt: 1, slug: 'tide', imdb: null, tmdb: 7 } };
const SHOW = { title: 'Show', year: 2001, ids: { trakt: 2, imdb: 'tt0000008', tmdb: 8 } };
const TIME = '2024-01-15T10:30:00.000Z';

describe('an export of Trakt', () => {
  const files = {
    'ratings-movies': [{ rated_at: TIME, rating: 9, type: 'movie', movie: TIDE }],
    'ratings-shows': [],
    'watched-movies': [{ plays: 3, last_watched_at: TIME, last_updated_at: TIME, movie: TIDE }],
    'watched-shows': [{ plays: 10, last_watched_at: TIME, show: SHOW, seasons: [] }],
    'lists-watchlist': [{ rank: 1, listed_at: TIME, type: 'movie', movie: TIDE }],
    'lists-favorites': [{ rank: 1, listed_at: TIME, type: 'movie', movie: TIDE }],
    'lists-lists': [{ name: 'Mine', ids: { trakt: 9 } }],
    'lists-list-9-mine': [{ rank: 1, listed_at: TIME, type: 'movie', movie: TIDE }],
    'collection-movies': [{ collected_at: TIME, movie: TIDE }],
  };
  const zip = (nameOf: (name: string) => string, more: object = {}) =>
    zipOf(
      Object.entries({ ...files, ...more }).map(([name, items]) => ({
        name: nameOf(name),
        content: JSON.stringify(items),
      })),
    );
  const loggedAt = at(TIME);
  const last = { ...SEEN, watchedOn: '2024-01-15', loggedAt, rewatch: true };

  it('has a viewing for every play', async () => {
    expect(
      await toldIn(
        'trakt.zip',
        zip((name) => `${name}.json`),
      ),
    ).toEqual([
      ['Tide', { kind: 'rating', score: 9, ratedAt: loggedAt, note: null }],
      ['Tide', last, { ...SEEN, rewatch: true }, { ...SEEN, rewatch: true }],
      ['Show', 'tv'],
      ['Tide', { kind: 'favourite', addedAt: loggedAt }],
      ['Tide', { kind: 'watchlist', addedAt: loggedAt }],
      ['Tide', 'list'],
      ['', 'not-a-film'],
      ['Tide', 'collection'],
    ]);
  });

  it('is read in folders too, and by its history where it has one', async () => {
    const history = [
      { id: 11, watched_at: TIME, action: 'watch', type: 'movie', movie: TIDE },
      {
        id: 12,
        watched_at: TIME,
        action: 'watch',
        type: 'episode',
        episode: { title: 'One' },
        show: SHOW,
      },
    ];
    const nameOf = (name: string) => `me/${name.replace('-', '/')}.json`;
    const told = await toldIn('trakt.zip', zip(nameOf, { 'watched-history-1': history }));
    expect(told.slice(0, 4)).toEqual([
      ['Tide', { ...SEEN, watchedOn: '2024-01-15', loggedAt, entry: '11' }],
      ['One', 'episode'],
      ['Tide', { kind: 'rating', score: 9, ratedAt: loggedAt, note: null }],
      ['Tide', 'told-elsewhere'],
    ]);
  });

  it('is what the API answers too', async () => {
    const [row] = await rowsOf('sync.json', JSON.stringify(files['ratings-movies'], null, 2));
    expect(row).toMatchObject({
      line: 1,
      film: { title: 'Tide', year: 1999, ids: { imdb: null, tmdb: '7' } },
      wishes: [{ score: 9 }],
    });
  });

  it('has no day for a play at some time, which is kept there as the beginning of 1970', async () => {
    const play = { id: 9, watched_at: '1970-01-01T00:00:00.000Z', action: 'watch', type: 'movie' };
    expect(await toldIn('history.json', JSON.stringify([{ ...play, movie: TIDE }]))).toEqual([
      ['Tide', { ...SEEN, entry: '9' }],
    ]);
  });

  it('sets aside plays and ratings that cannot be', async () => {
    const items = [
      { plays: 1e9, last_watched_at: TIME, movie: TIDE },
      { last_watched_at: TIME, movie: TIDE },
    ];
    expect(await toldIn('watched.json', JSON.stringify(items))).toEqual([
      ['Tide', 'malformed'],
      ['Tide', { ...SEEN, watchedOn: '2024-01-15', loggedAt }],
    ]);
    const ratings = [{ rated_at: TIME, rating: 11, movie: TIDE }];
    expect(await toldIn('r.json', JSON.stringify(ratings))).toEqual([['Tide', 'malformed']]);
  });
});

describe('a backup of Simkl', () => {
  const item = (status: string, rating: number | null) => ({
    added_to_watchlist_at: TIME,
    last_watched_at: TIME,
    user_rated_at: TIME,
    user_rating: rating,
    status,
    movie: { title: status, year: 1999, ids: { simkl: 1, imdb: 'tt0000007', tmdb: '7' } },
  });

  it('has ratings, what was seen and what is planned', async () => {
    const backup = {
      shows: [
        { ...item('watching', 5), movie: undefined, show: { title: 'Show', ids: { tmdb: 8 } } },
      ],
      anime: [
        {
          ...item('completed', null),
          movie: undefined,
          show: { title: 'Anime', ids: {} },
          anime_type: 'movie',
        },
      ],
      movies: [
        item('completed', 9),
        item('plantowatch', null),
        item('dropped', 2),
        item('hold', null),
      ],
    };
    const loggedAt = at(TIME);
    const seen = { ...SEEN, watchedOn: '2024-01-15', loggedAt };
    expect(await toldIn('SimklBackup.json', JSON.stringify(backup))).toEqual([
      ['Show', 'tv'],
      ['Anime', seen],
      ['completed', { kind: 'rating', score: 9, ratedAt: loggedAt, note: null }, seen],
      ['plantowatch', { kind: 'watchlist', addedAt: loggedAt }],
      ['dropped', { kind: 'rating', score: 2, ratedAt: loggedAt, note: null }],
      ['hold', 'nothing-said'],
    ]);
  });
});

describe('an export of Ryot', () => {
  const film = (title: string, more: object) => ({
    lot: 'movie',
    source: 'tmdb',
    identifier: '7',
    source_id: title,
    collections: [],
    reviews: [],
    seen_history: [],
    ...more,
  });
  const collection = (name: string) => ({ collection_name: name, created_on: TIME });

  it('has several reviews and viewings of one film', async () => {
    const metadata = [
      film('Tide', {
        collections: [collection('Completed')],
        reviews: [
          { rating: '85', review: null },
          { rating: '92.5', review: { date: TIME, text: 'words' } },
          { rating: null, review: { date: TIME, text: 'mere words' } },
        ],
        seen_history: [
          { state: 'completed', ended_on: '2024-02-03' },
          { state: 'dropped', ended_on: '2024-02-04' },
        ],
      }),
      film('Ebb', { collections: [collection('Watchlist'), collection('Mine')] }),
      film('Wave', { collections: [collection('Completed')] }),
      film('Show', { lot: 'show' }),
      film('Swell', { reviews: [{ rating: '101' }] }),
    ];
    const export_ = JSON.stringify({ collections: null, metadata, people: null });
    expect(await toldIn('export.json', export_)).toEqual([
      [
        'Tide',
        { kind: 'rating', score: 85, ratedAt: null, note: null },
        { kind: 'rating', score: 92.5, ratedAt: at(TIME), note: 'words' },
        { ...SEEN, review: 'mere words', loggedAt: at(TIME) },
        { ...SEEN, watchedOn: '2024-02-03' },
      ],
      ['Ebb', { kind: 'watchlist', addedAt: at(TIME) }],
      ['Wave', { ...SEEN, loggedAt: at(TIME) }],
      ['Show', 'tv'],
      ['Swell', 'malformed'],
    ]);
  });

  it('may begin with people or workouts, and be older than the states of viewings', async () => {
    const metadata = [
      film('Tide', {
        seen_history: [
          { progress: '100', ended_on: '2024-02-03' },
          { progress: '40', ended_on: null },
          { ended_on: '2024-02-05' },
        ],
      }),
    ];
    const viewings = ['2024-02-03', '2024-02-05'].map((watchedOn) => ({ ...SEEN, watchedOn }));
    const people = [{ name: 'Ada', identifier: '6384', source: 'tmdb', reviews: [] }];
    const others = [{ people }, { workouts: [{ id: 'wor_1' }] }, { metadata_groups: people }];
    for (const beside of others) {
      expect(await toldIn('export.json', JSON.stringify({ ...beside, metadata }))).toEqual([
        ['', 'not-a-film'],
        ['Tide', ...viewings],
      ]);
    }
  });
});
