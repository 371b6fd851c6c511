-- Whose changes are not yet in any score.
ALTER TABLE users ADD COLUMN owed INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1));
UPDATE users SET owed = 1 WHERE revision > 0;
CREATE INDEX users_owed ON users (id) WHERE owed = 1;

-- Estimations of how people rate: the next while it is written, the current, and the one before until the next begins.
CREATE TABLE score_models (
  epoch INTEGER PRIMARY KEY,
  method TEXT NOT NULL,
  model TEXT NOT NULL CHECK (json_valid(model)),
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('next', 'current', 'previous'))
) STRICT;
CREATE UNIQUE INDEX score_models_current ON score_models (state) WHERE state = 'current';

-- Whose votes were counted anew while an estimation went on: it has not seen why, and they are counted again after it.
CREATE TABLE recounts (
  movie_id INTEGER PRIMARY KEY REFERENCES movies (id) ON DELETE CASCADE
) STRICT;

-- How each person rates, as it was estimated or looked at last, and up to which of their changes their votes count.
CREATE TABLE rater_habits (
  epoch INTEGER NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  ratings INTEGER NOT NULL,
  bias REAL NOT NULL,
  squares REAL NOT NULL,
  -- How many ratings they have by now.
  rated INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  -- Up to which of their changes their votes are in vote_hours.
  seen INTEGER NOT NULL,
  PRIMARY KEY (user_id, epoch)
) STRICT, WITHOUT ROWID;

-- What of the votes for a movie goes into its score.
CREATE TABLE vote_sums (
  epoch INTEGER NOT NULL,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  effect REAL NOT NULL,
  prior REAL NOT NULL,
  sums TEXT NOT NULL CHECK (json_valid(sums)),
  -- 2: a vote came; 1: only what it leans on moved; 0: it is published.
  owed INTEGER NOT NULL CHECK (owed BETWEEN 0 AND 2),
  PRIMARY KEY (movie_id, epoch)
) STRICT, WITHOUT ROWID;
CREATE INDEX vote_sums_owed ON vote_sums (epoch, owed, movie_id) WHERE owed > 0;

-- Votes as they came, hour by hour, to notice what is unusual.
CREATE TABLE vote_hours (
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  hour INTEGER NOT NULL,
  votes INTEGER NOT NULL,
  stars REAL NOT NULL,
  lowest INTEGER NOT NULL,
  highest INTEGER NOT NULL,
  PRIMARY KEY (movie_id, hour)
) STRICT, WITHOUT ROWID;

-- Scores as they were published, the last of each day.
CREATE TABLE score_days (
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  -- Null: there was none any more.
  stars REAL,
  low REAL,
  high REAL,
  count INTEGER NOT NULL,
  mean REAL,
  -- As JSON, how many ratings in each half star.
  histogram TEXT NOT NULL,
  method TEXT NOT NULL,
  PRIMARY KEY (movie_id, day)
) STRICT, WITHOUT ROWID;

-- Votes that came in an unusual way weigh next to nothing until someone has looked.
CREATE TABLE score_flags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  from_at INTEGER NOT NULL,
  -- Null while it goes on.
  to_at INTEGER,
  seen_at INTEGER NOT NULL,
  votes INTEGER NOT NULL,
  mean REAL NOT NULL,
  mean_before REAL NOT NULL,
  z REAL NOT NULL,
  pace REAL NOT NULL,
  oddness REAL NOT NULL,
  decision TEXT CHECK (decision IN ('genuine', 'attack')),
  note TEXT,
  decided_by INTEGER REFERENCES users (id) ON DELETE SET NULL,
  decided_at INTEGER
) STRICT;
CREATE INDEX score_flags_by_movie ON score_flags (movie_id, from_at);

-- What was decided, by whom; nothing is ever changed or removed here.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor_id INTEGER,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;

ALTER TABLE scores ADD COLUMN method TEXT;
UPDATE scores SET method = 'shrunk-mean-1' WHERE stars IS NOT NULL;
-- As it was by the method before, until all scores are by the new one.
ALTER TABLE scores ADD COLUMN previous_stars REAL;
ALTER TABLE scores ADD COLUMN previous_method TEXT;
-- The charts; null: not on that chart.
ALTER TABLE scores ADD COLUMN best REAL;
ALTER TABLE scores ADD COLUMN divisive REAL;
ALTER TABLE scores ADD COLUMN gem REAL;
ALTER TABLE scores ADD COLUMN rising REAL;
CREATE INDEX scores_by_best ON scores (best, count, movie_id) WHERE best IS NOT NULL;
CREATE INDEX scores_by_divisive ON scores (divisive, count, movie_id) WHERE divisive IS NOT NULL;
CREATE INDEX scores_by_gem ON scores (gem, count, movie_id) WHERE gem IS NOT NULL;
CREATE INDEX scores_by_rising ON scores (rising, count, movie_id) WHERE rising IS NOT NULL;
CREATE INDEX scores_with_previous ON scores (movie_id) WHERE previous_method IS NOT NULL;
