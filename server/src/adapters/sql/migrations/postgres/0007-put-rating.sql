-- `Ratings.put` in one round trip: of a rating's time, most went from the service to here and back, eight times
-- (docs/decisions/0025-a-rating-in-one-round-trip.md). Each statement sees what was committed before it began, as the
-- statements of a transaction do; the row of the user is locked first. No row: no such user, or no such movie.
CREATE OR REPLACE FUNCTION put_rating(
  p_user BIGINT, p_movie BIGINT, p_stars SMALLINT, p_note TEXT, p_rated_at BIGINT, p_now BIGINT, p_shard SMALLINT
) RETURNS TABLE (
  created BOOLEAN, rated_at BIGINT, updated_at BIGINT, revision BIGINT, count BIGINT, sum BIGINT,
  h0 BIGINT, h1 BIGINT, h2 BIGINT, h3 BIGINT, h4 BIGINT, h5 BIGINT, h6 BIGINT, h7 BIGINT, h8 BIGINT, h9 BIGINT, h10 BIGINT
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_before ratings;
  v_same BOOLEAN;
  v_from INTEGER := -1;
  v_to INTEGER := (p_stars + 5) / 10;
BEGIN
  PERFORM FROM users WHERE id = p_user FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM FROM movies WHERE id = p_movie;
  IF NOT FOUND THEN RETURN; END IF;

  SELECT * INTO v_before FROM ratings WHERE user_id = p_user AND movie_id = p_movie;
  created := NOT FOUND;
  v_same := NOT created AND v_before.stars = p_stars AND v_before.note IS NOT DISTINCT FROM p_note;
  rated_at := coalesce(p_rated_at, CASE WHEN v_same THEN v_before.rated_at ELSE p_now END);
  updated_at := p_now;

  IF v_same AND v_before.rated_at = rated_at THEN
    updated_at := v_before.updated_at;
    revision := v_before.revision;
  ELSE
    UPDATE users SET
      revision = revision + 1,
      owed = 1,
      unjudged = coalesce(unjudged, revision + 1)
    WHERE id = p_user
    RETURNING users.revision INTO revision;

    INSERT INTO ratings (user_id, movie_id, stars, note, rated_at, updated_at, revision)
    VALUES (p_user, p_movie, p_stars, p_note, put_rating.rated_at, p_now, put_rating.revision)
    ON CONFLICT (user_id, movie_id) DO UPDATE SET
      stars = excluded.stars,
      note = excluded.note,
      rated_at = excluded.rated_at,
      updated_at = excluded.updated_at,
      revision = excluded.revision;

    INSERT INTO rating_events (user_id, revision, movie_id, stars, note, at)
    VALUES (p_user, put_rating.revision, p_movie, p_stars, p_note, p_now);

    IF NOT created THEN v_from := (v_before.stars + 5) / 10; END IF;
    -- Last of all: others of this shard who rate this movie wait from here to the end.
    UPDATE tallies SET
      count = count + put_rating.created::integer,
      sum = sum + p_stars - coalesce(v_before.stars, 0),
    h0 = h0 + (v_to = 0)::integer - (v_from = 0)::integer,
    h1 = h1 + (v_to = 1)::integer - (v_from = 1)::integer,
    h2 = h2 + (v_to = 2)::integer - (v_from = 2)::integer,
    h3 = h3 + (v_to = 3)::integer - (v_from = 3)::integer,
    h4 = h4 + (v_to = 4)::integer - (v_from = 4)::integer,
    h5 = h5 + (v_to = 5)::integer - (v_from = 5)::integer,
    h6 = h6 + (v_to = 6)::integer - (v_from = 6)::integer,
    h7 = h7 + (v_to = 7)::integer - (v_from = 7)::integer,
    h8 = h8 + (v_to = 8)::integer - (v_from = 8)::integer,
    h9 = h9 + (v_to = 9)::integer - (v_from = 9)::integer,
    h10 = h10 + (v_to = 10)::integer - (v_from = 10)::integer
    WHERE movie_id = p_movie AND shard = p_shard;
    IF NOT FOUND THEN
      INSERT INTO tallies (movie_id, shard, count, sum, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10)
      VALUES (p_movie, p_shard, 1, p_stars, (v_to = 0)::integer, (v_to = 1)::integer, (v_to = 2)::integer, (v_to = 3)::integer, (v_to = 4)::integer, (v_to = 5)::integer, (v_to = 6)::integer, (v_to = 7)::integer, (v_to = 8)::integer, (v_to = 9)::integer, (v_to = 10)::integer);
    END IF;
  END IF;

  RETURN QUERY SELECT
    put_rating.created, put_rating.rated_at, put_rating.updated_at, put_rating.revision,
    sum(count), sum(sum)::bigint,
    sum(h0),
    sum(h1),
    sum(h2),
    sum(h3),
    sum(h4),
    sum(h5),
    sum(h6),
    sum(h7),
    sum(h8),
    sum(h9),
    sum(h10)
  FROM tallies WHERE movie_id = p_movie;
END $$;
