import type { Generated } from 'kysely';
import type { MovieId, OutsideSource, PersonId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import type { TokenScope } from '../../users/token.js';
import type { Privacy, Role, Scale, UserId } from '../../users/user.js';
import type { ViewingId } from '../../viewings/viewing.js';
import type { ImportTables } from './import-tables.js';
import type { PredictionTables } from './prediction-tables.js';
import type { ScoreTables } from './score-tables.js';

/** The tables as Kysely sees them; times are milliseconds since 1970, flags 0 or 1. */
export type Schema = ImportTables &
  PredictionTables &
  ScoreTables & {
    secrets: { name: string; value: string };
    users: {
      id: Generated<UserId>;
      handle: string;
      handle_key: string;
      display_name: string;
      display_key: string;
      email: string | null;
      email_key: string | null;
      password_hash: string | null;
      role: Role;
      scale: Generated<Scale>;
      privacy: Generated<Privacy>;
      disabled: Generated<number>;
      created_at: number;
      revision: Generated<number>;
      owed: Generated<number>;
      use_for_predictions: Generated<number>;
      allow_matching: Generated<number>;
      unjudged: number | null;
    };
    tokens: {
      id: Generated<number>;
      user_id: UserId;
      kind: 'session' | 'access';
      hash: string;
      name: string | null;
      scope: TokenScope;
      created_at: number;
      expires_at: number | null;
      last_used_at: number | null;
    };
    movies: {
      id: Generated<MovieId>;
      title: string;
      original_title: string | null;
      title_key: string;
      original_key: string | null;
      year: number | null;
      release_date: string | null;
      runtime_minutes: number | null;
      overview: string | null;
      poster_url: string | null;
      renown: Generated<number>;
      created_by: UserId | null;
      created_at: number;
      updated_at: number;
      version: Generated<number>;
    };
    movie_ids: { source: OutsideSource | 'wikipedia'; outside_id: string; movie_id: MovieId };
    merged_movies: { id: MovieId; into_id: MovieId };
    genres: { id: Generated<number>; name: string; name_key: string };
    movie_genres: { movie_id: MovieId; position: number; genre_id: number };
    people: { id: Generated<PersonId>; name: string; name_key: string };
    credits: {
      movie_id: MovieId;
      job: 'director' | 'cast';
      position: number;
      person_id: PersonId;
    };
    ratings: {
      user_id: UserId;
      movie_id: MovieId;
      stars: Stars;
      note: string | null;
      rated_at: number;
      updated_at: number;
      revision: number;
    };
    rating_events: {
      user_id: UserId;
      revision: number;
      movie_id: MovieId;
      stars: Stars | null;
      note: string | null;
      at: number;
    };
    tallies: { movie_id: MovieId; shard: Generated<number> } & TallyColumns & {
        moves: Generated<number>;
        owed: Generated<number>;
      };
    audit: {
      id: Generated<number>;
      at: number;
      actor_id: UserId | null;
      action: string;
      subject: string;
      detail: string;
    };
    favourites: { user_id: UserId; movie_id: MovieId; added_at: number };
    set_aside: { user_id: UserId; movie_id: MovieId; at: number };
    companions: { user_id: UserId; companion_id: UserId; at: number };
    watchlist: { user_id: UserId; movie_id: MovieId; added_at: number };
    viewings: {
      id: Generated<ViewingId>;
      user_id: UserId;
      movie_id: MovieId;
      watched_on: string | null;
      stars: Stars | null;
      rewatch: number;
      tags: string;
      review: string | null;
      logged_at: number;
      updated_at: number;
    };
    receipts: {
      scope: string;
      key: string;
      fingerprint: string;
      answer: string;
      created_at: number;
    };
    outside_facts: { movie_id: MovieId; fetched_at: number; whole: number };
    search_words: { id: Generated<number>; word: string };
    leases: { name: string; holder: string; until: number };
  };

type TallyColumns = Record<'count' | 'sum' | Bucket, Generated<number>>;

/** How many ratings fall into each half star, from none to five. */
export const BUCKET_COLUMNS = [
  'h0',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'h7',
  'h8',
  'h9',
  'h10',
] as const;
export type Bucket = (typeof BUCKET_COLUMNS)[number];
