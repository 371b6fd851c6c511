import type { Schema } from './schema.js';

type Table = Exclude<
  keyof Schema,
  'tallies' | 'leases' | 'prediction_chunks' | 'recounts' | 'search_words' | 'score_priors'
>;

/** What one database hands over to another as it is, each table after those it refers to, and its key. */
export const HANDED_OVER: readonly (readonly [Table, readonly string[]])[] = [
  ['secrets', ['name']],
  ['users', ['id']],
  ['tokens', ['id']],
  ['movies', ['id']],
  ['movie_ids', ['source', 'outside_id']],
  ['merged_movies', ['id']],
  ['genres', ['id']],
  ['movie_genres', ['movie_id', 'position']],
  ['people', ['id']],
  ['credits', ['movie_id', 'job', 'position']],
  ['outside_facts', ['movie_id']],
  ['scores', ['movie_id']],
  ['score_models', ['epoch']],
  ['rater_habits', ['user_id', 'epoch']],
  ['vote_sums', ['movie_id', 'epoch']],
  ['vote_hours', ['movie_id', 'hour']],
  ['score_days', ['movie_id', 'day']],
  ['score_flags', ['id']],
  ['audit', ['id']],
  ['ratings', ['user_id', 'movie_id']],
  ['rating_events', ['user_id', 'revision']],
  ['favourites', ['user_id', 'movie_id']],
  ['watchlist', ['user_id', 'movie_id']],
  ['viewings', ['id']],
  ['imports', ['id']],
  ['import_rows', ['import_id', 'place']],
  ['import_effects', ['import_id', 'movie_id']],
  ['receipts', ['scope', 'key']],
  ['set_aside', ['user_id', 'movie_id']],
  ['companions', ['user_id', 'companion_id']],
  ['prediction_models', ['version']],
  ['prediction_drifts', ['version', 'movie_id']],
  ['prediction_outcomes', ['user_id', 'movie_id']],
  ['prediction_days', ['day', 'kind', 'bin']],
];

/** Every table of ours on PostgreSQL. */
export const POSTGRES_TABLES: readonly string[] = [
  ...HANDED_OVER.map(([table]) => table),
  'tallies',
  'score_priors',
  'leases',
  'prediction_chunks',
  'recounts',
  'movie_search',
  'search_words',
  'search_beginnings',
  'migrations',
];

/** Every function of ours on PostgreSQL, each of one set of parameters. */
export const POSTGRES_FUNCTIONS: readonly string[] = [
  'put_rating',
  'put_ratings',
  'count_beginnings',
];
