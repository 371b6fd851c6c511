-- Which movies have facts from an outside catalogue, and since when.
CREATE TABLE outside_facts (
  movie_id INTEGER PRIMARY KEY REFERENCES movies (id) ON DELETE CASCADE,
  fetched_at INTEGER NOT NULL,
  -- Whether all its facts are from there, or only what was missing.
  whole INTEGER NOT NULL CHECK (whole IN (0, 1))
) STRICT;

-- What was rated lately.
CREATE INDEX ratings_by_time ON ratings (rated_at, movie_id);
