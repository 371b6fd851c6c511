-- How many movies have a word that begins so: to count what a third of all have takes longer than to find the best of
-- them. Of one letter or two only words of titles, of three also those of people. A count is the sum of its rows: who
-- adds a movie adds to it, and waits for nobody.
CREATE TABLE search_beginnings (
  beginning TEXT COLLATE "C" NOT NULL,
  movies INTEGER NOT NULL,
  titled INTEGER NOT NULL
);
CREATE INDEX search_beginnings_counts ON search_beginnings (beginning) INCLUDE (movies, titled);

CREATE FUNCTION count_beginnings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sign INTEGER := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
  added INTEGER;
BEGIN
  INSERT INTO search_beginnings (beginning, movies, titled)
  SELECT beginning, sign * count(*), sign * sum(titled)
  FROM (
    SELECT movie_id, left(lexeme, letters) AS beginning, max(('A' = ANY (weights))::integer) AS titled
    FROM changed, unnest(words),
      generate_series(CASE WHEN 'A' = ANY (weights) THEN 1 ELSE 3 END, least(3, char_length(lexeme))) AS letters
    GROUP BY 1, 2
  ) AS has
  GROUP BY beginning;
  GET DIAGNOSTICS added = ROW_COUNT;
  -- By chance, the sooner the more came: rows become one again. What another transaction adds meanwhile stays as it is.
  IF random() * 20000 < added AND pg_try_advisory_xact_lock(hashtext(current_schema()), 5458) THEN
    WITH gone AS (DELETE FROM search_beginnings RETURNING *)
    INSERT INTO search_beginnings (beginning, movies, titled)
    SELECT beginning, sum(movies), sum(titled) FROM gone GROUP BY beginning HAVING sum(movies) <> 0;
  END IF;
  RETURN NULL;
END $$;

-- Whoever writes meanwhile waits: none is missed, and none counted twice.
CREATE TRIGGER movie_search_added AFTER INSERT ON movie_search
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_beginnings();
CREATE TRIGGER movie_search_removed AFTER DELETE ON movie_search
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_beginnings();

INSERT INTO search_beginnings (beginning, movies, titled)
SELECT beginning, count(*), sum(titled)
FROM (
  SELECT movie_id, left(lexeme, letters) AS beginning, max(('A' = ANY (weights))::integer) AS titled
  FROM movie_search, unnest(words),
    generate_series(CASE WHEN 'A' = ANY (weights) THEN 1 ELSE 3 END, least(3, char_length(lexeme))) AS letters
  GROUP BY 1, 2
) AS has
GROUP BY beginning;
