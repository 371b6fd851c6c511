-- Whether others' predictions learn from what a person rates, and whether others may compare their taste with it.
ALTER TABLE users ADD COLUMN use_for_predictions INTEGER NOT NULL DEFAULT 1 CHECK (use_for_predictions IN (0, 1));
ALTER TABLE users ADD COLUMN allow_matching INTEGER NOT NULL DEFAULT 1 CHECK (allow_matching IN (0, 1));
-- From which of their changes on no prediction was compared with what came; null when all were.
ALTER TABLE users ADD COLUMN unjudged INTEGER;
CREATE INDEX users_unjudged ON users (id) WHERE unjudged IS NOT NULL;

-- What predicts: the next while it is written, and the current.
CREATE TABLE prediction_models (
  version INTEGER PRIMARY KEY,
  method TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('next', 'current')),
  ratings INTEGER NOT NULL DEFAULT 0,
  users INTEGER NOT NULL DEFAULT 0,
  movies INTEGER NOT NULL DEFAULT 0,
  -- What was rated later than this it has not learnt from.
  read_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- How often what its movies lack (prediction_drifts) was changed.
  drifts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX prediction_models_current ON prediction_models (state) WHERE state = 'current';

CREATE TABLE prediction_chunks (
  version INTEGER NOT NULL REFERENCES prediction_models (version) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (version, position)
) STRICT;

-- By how much ratings since a model was made were above its predictions, in thousandths of a star.
CREATE TABLE prediction_drifts (
  version INTEGER NOT NULL REFERENCES prediction_models (version) ON DELETE CASCADE,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  above INTEGER NOT NULL,
  count INTEGER NOT NULL,
  -- Which change of prediction_models.drifts it was.
  change INTEGER NOT NULL,
  PRIMARY KEY (version, movie_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX prediction_drifts_by_change ON prediction_drifts (version, change);
CREATE INDEX prediction_drifts_by_movie ON prediction_drifts (movie_id);

-- What was predicted before a first rating, and what came; in thousandths. The movie may be gone since.
CREATE TABLE prediction_outcomes (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  movie_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  day TEXT NOT NULL,
  stars INTEGER NOT NULL,
  predicted INTEGER NOT NULL,
  deviation INTEGER NOT NULL CHECK (deviation > 0),
  liking INTEGER NOT NULL CHECK (liking BETWEEN 0 AND 1000),
  film_mean INTEGER NOT NULL,
  with_bias INTEGER NOT NULL,
  PRIMARY KEY (user_id, movie_id)
) STRICT, WITHOUT ROWID;

-- Their exact sums, by the half star predicted and by the tenth of the chance to like it.
CREATE TABLE prediction_days (
  day TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('stars', 'liking')),
  bin INTEGER NOT NULL CHECK (bin BETWEEN 0 AND 10),
  count INTEGER NOT NULL CHECK (count >= 0),
  predicted INTEGER NOT NULL,
  came INTEGER NOT NULL,
  absolutes INTEGER NOT NULL,
  squares INTEGER NOT NULL,
  film_squares INTEGER NOT NULL,
  bias_squares INTEGER NOT NULL,
  within_50 INTEGER NOT NULL,
  within_80 INTEGER NOT NULL,
  within_90 INTEGER NOT NULL,
  within_95 INTEGER NOT NULL,
  PRIMARY KEY (day, kind, bin)
) STRICT, WITHOUT ROWID;

-- Movies that a person does not want to be recommended.
CREATE TABLE set_aside (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, movie_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX set_aside_by_movie ON set_aside (movie_id);

-- Who lets whom choose films for both; two are companions once each lets the other.
CREATE TABLE companions (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  companion_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, companion_id),
  CHECK (user_id <> companion_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX companions_by_companion ON companions (companion_id, user_id);
