-- Movies that were found to be another one, by whose id they are still found.
CREATE TABLE merged_movies (
  id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL REFERENCES movies (id) ON DELETE CASCADE,
  CHECK (id <> into_id)
) STRICT;
CREATE INDEX merged_movies_by_into ON merged_movies (into_id);
