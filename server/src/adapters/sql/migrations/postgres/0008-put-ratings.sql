-- Ratings that come together, in one transaction and one round trip (docs/decisions/0027-ratings-together.md): each as
-- `put_rating` does it, in their order. Nobody else is waited for: a rating is left out while another transaction holds
-- its user or its movie's tally, and so is one of no such user or movie. `n` says which of them a row is of.
CREATE OR REPLACE FUNCTION put_ratings(p_wishes JSON) RETURNS TABLE (
  n INTEGER, created BOOLEAN, rated_at BIGINT, updated_at BIGINT, revision BIGINT, count BIGINT, sum BIGINT,
  h0 BIGINT, h1 BIGINT, h2 BIGINT, h3 BIGINT, h4 BIGINT, h5 BIGINT, h6 BIGINT, h7 BIGINT, h8 BIGINT, h9 BIGINT, h10 BIGINT
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  w RECORD;
BEGIN
  FOR w IN
    SELECT * FROM json_to_recordset(p_wishes) AS given (
      n INTEGER, user_id BIGINT, movie_id BIGINT, stars SMALLINT, note TEXT, rated_at BIGINT, now BIGINT, shard SMALLINT
    ) ORDER BY n
  LOOP
    PERFORM FROM users WHERE id = w.user_id FOR NO KEY UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    PERFORM FROM tallies WHERE movie_id = w.movie_id AND shard = w.shard FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
      PERFORM FROM tallies WHERE movie_id = w.movie_id AND shard = w.shard;
      CONTINUE WHEN FOUND;
    END IF;
    RETURN QUERY SELECT w.n, put.*
      FROM put_rating(w.user_id, w.movie_id, w.stars, w.note, w.rated_at, w.now, w.shard) AS put;
  END LOOP;
END $$;
