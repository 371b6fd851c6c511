CREATE TABLE secrets (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  handle TEXT NOT NULL,
  handle_key TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL CHECK (display_name <> ''),
  -- As it is looked for, whatever its letters.
  display_key TEXT NOT NULL,
  email TEXT,
  email_key TEXT UNIQUE,
  password_hash TEXT,
  role TEXT NOT NULL CHECK (role IN ('USER', 'ADMIN')),
  scale TEXT NOT NULL DEFAULT 'halves' CHECK (scale IN ('halves', 'ten', 'hundred')),
  privacy TEXT NOT NULL DEFAULT 'public' CHECK (privacy IN ('public', 'private')),
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  created_at INTEGER NOT NULL,
  -- How many changes the user has made to ratings: the revision of the last one.
  revision INTEGER NOT NULL DEFAULT 0,
  CHECK ((email IS NULL) = (email_key IS NULL))
) STRICT;

CREATE TABLE tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'access')),
  hash TEXT NOT NULL UNIQUE,
  name TEXT,
  scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT;
CREATE INDEX tokens_by_user ON tokens (user_id);

CREATE TABLE movies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL CHECK (title <> ''),
  original_title TEXT,
  title_key TEXT NOT NULL,
  original_key TEXT,
  year INTEGER CHECK (year BETWEEN 1874 AND 2100),
  release_date TEXT CHECK (release_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  runtime_minutes INTEGER CHECK (runtime_minutes > 0),
  overview TEXT,
  poster_url TEXT,
  renown INTEGER NOT NULL DEFAULT 0 CHECK (renown BETWEEN 0 AND 1000),
  created_by INTEGER REFERENCES users (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX movies_by_title ON movies (title_key, id);
CREATE INDEX movies_by_year ON movies (coalesce(year, -1), id);
CREATE INDEX movies_by_creator ON movies (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE movie_ids (
  source TEXT NOT NULL,
  outside_id TEXT NOT NULL,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  PRIMARY KEY (source, outside_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX movie_ids_by_movie ON movie_ids (movie_id, source);

CREATE TABLE genres (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE movie_genres (
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  genre_id INTEGER NOT NULL REFERENCES genres (id),
  PRIMARY KEY (movie_id, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX movie_genres_by_genre ON movie_genres (genre_id, movie_id);

CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL
) STRICT;
CREATE INDEX people_by_name ON people (name_key);

CREATE TABLE credits (
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  job TEXT NOT NULL CHECK (job IN ('director', 'cast')),
  position INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES people (id),
  PRIMARY KEY (movie_id, job, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX credits_by_person ON credits (person_id, movie_id);

CREATE TABLE ratings (
  user_id INTEGER NOT NULL REFERENCES users (id),
  movie_id INTEGER NOT NULL REFERENCES movies (id),
  -- Steps of 0.05 stars.
  stars INTEGER NOT NULL CHECK (stars BETWEEN 0 AND 100),
  note TEXT CHECK (note <> ''),
  rated_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (user_id, movie_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ratings_by_movie ON ratings (movie_id, rated_at);

-- Append-only: the history of each rating and the feed of each user's changes, which outlives the movie.
CREATE TABLE rating_events (
  user_id INTEGER NOT NULL REFERENCES users (id),
  revision INTEGER NOT NULL,
  movie_id INTEGER NOT NULL,
  -- Null: the rating was removed.
  stars INTEGER CHECK (stars BETWEEN 0 AND 100),
  note TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_events_by_movie ON rating_events (user_id, movie_id);

CREATE TABLE tallies (
  movie_id INTEGER PRIMARY KEY REFERENCES movies (id) ON DELETE CASCADE,
  count INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0),
  sum INTEGER NOT NULL DEFAULT 0 CHECK (sum BETWEEN 0 AND 100 * count),
  h0 INTEGER NOT NULL DEFAULT 0 CHECK (h0 >= 0),
  h1 INTEGER NOT NULL DEFAULT 0 CHECK (h1 >= 0),
  h2 INTEGER NOT NULL DEFAULT 0 CHECK (h2 >= 0),
  h3 INTEGER NOT NULL DEFAULT 0 CHECK (h3 >= 0),
  h4 INTEGER NOT NULL DEFAULT 0 CHECK (h4 >= 0),
  h5 INTEGER NOT NULL DEFAULT 0 CHECK (h5 >= 0),
  h6 INTEGER NOT NULL DEFAULT 0 CHECK (h6 >= 0),
  h7 INTEGER NOT NULL DEFAULT 0 CHECK (h7 >= 0),
  h8 INTEGER NOT NULL DEFAULT 0 CHECK (h8 >= 0),
  h9 INTEGER NOT NULL DEFAULT 0 CHECK (h9 >= 0),
  h10 INTEGER NOT NULL DEFAULT 0 CHECK (h10 >= 0),
  -- How often the tally moved; the score is owed while it has published fewer moves.
  moves INTEGER NOT NULL DEFAULT 0,
  owed INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1)),
  CHECK (count = h0 + h1 + h2 + h3 + h4 + h5 + h6 + h7 + h8 + h9 + h10)
) STRICT;
CREATE INDEX tallies_owed ON tallies (movie_id) WHERE owed = 1;
CREATE INDEX tallies_rated ON tallies (movie_id) WHERE count > 0;

-- Every movie has a row: lists sort by it.
CREATE TABLE scores (
  movie_id INTEGER PRIMARY KEY REFERENCES movies (id) ON DELETE CASCADE,
  stars REAL,
  count INTEGER NOT NULL DEFAULT 0,
  mean REAL,
  low REAL,
  high REAL,
  popularity INTEGER NOT NULL DEFAULT 0,
  published_at INTEGER
) STRICT;
CREATE INDEX scores_by_stars ON scores (coalesce(stars, -1), movie_id);
CREATE INDEX scores_by_popularity ON scores (popularity, movie_id);

CREATE TABLE favourites (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, movie_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX favourites_by_movie ON favourites (movie_id);

CREATE TABLE receipts (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_by_age ON receipts (created_at);

-- The words a movie is found by; the row's id is the movie's.
CREATE VIRTUAL TABLE movie_search USING fts5 (
  title, people,
  content = '', contentless_delete = 1, prefix = '1 2 3',
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);

-- Every word any movie is found by, to correct misspelt ones from; looked up by the letters they share.
CREATE TABLE search_words (
  id INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search_word_letters USING fts5 (
  word, content = '', tokenize = 'trigram', detail = 'none', columnsize = 0
);
