-- When somebody saw a film, and what they thought of it that day.
CREATE TABLE viewings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  -- Null: nobody remembers the day.
  watched_on TEXT CHECK (watched_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  -- Steps of 0.05 stars.
  stars INTEGER CHECK (stars BETWEEN 0 AND 100),
  rewatch INTEGER NOT NULL CHECK (rewatch IN (0, 1)),
  -- A JSON array of texts.
  tags TEXT NOT NULL,
  review TEXT CHECK (review <> ''),
  logged_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX viewings_by_user ON viewings (user_id, coalesce(watched_on, ''), id);
CREATE INDEX viewings_by_movie ON viewings (movie_id, user_id);

CREATE TABLE watchlist (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  movie_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, movie_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX watchlist_by_movie ON watchlist (movie_id);
