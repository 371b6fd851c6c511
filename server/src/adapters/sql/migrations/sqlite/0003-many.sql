-- On PostgreSQL a tally is in several rows; here one process writes at a time, and it is in one.
ALTER TABLE tallies ADD COLUMN shard INTEGER NOT NULL DEFAULT 0 CHECK (shard = 0);

-- Which process does what only one should, and until when.
CREATE TABLE leases (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the published scores lean on.
CREATE TABLE score_priors (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  mean REAL NOT NULL,
  variance REAL NOT NULL
) STRICT;
