-- Histories that people brought from elsewhere, on their way in, and so that they can be taken back.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  -- JSON.
  files TEXT NOT NULL,
  conflicts TEXT CHECK (conflicts IN ('mine', 'theirs', 'newest')),
  rows INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  -- JSON: how many rows of each.
  verdicts TEXT NOT NULL,
  outcomes TEXT NOT NULL,
  kept INTEGER NOT NULL DEFAULT 0,
  -- Behind what the work goes on.
  cursor TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_by_user ON imports (user_id, id);
CREATE INDEX imports_working ON imports (id) WHERE state IN ('matching', 'judging', 'applying', 'undoing');

CREATE TABLE import_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  file INTEGER NOT NULL,
  line INTEGER NOT NULL,
  -- JSON.
  film TEXT NOT NULL,
  wishes TEXT NOT NULL,
  aside TEXT,
  -- Tells the films of an import apart; empty for none.
  film_key TEXT NOT NULL DEFAULT '',
  movie_id INTEGER,
  confidence REAL,
  candidates TEXT,
  chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
  verdict TEXT,
  outcome TEXT,
  PRIMARY KEY (import_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_by_film ON import_rows (import_id, film_key, place);
CREATE INDEX import_rows_by_movie ON import_rows (movie_id) WHERE movie_id IS NOT NULL;

-- What a user had of a film before an import, and has since.
CREATE TABLE import_effects (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  movie_id INTEGER NOT NULL,
  -- JSON.
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  -- The film was none of ours.
  created INTEGER NOT NULL CHECK (created IN (0, 1)),
  PRIMARY KEY (import_id, movie_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_effects_by_movie ON import_effects (movie_id);
