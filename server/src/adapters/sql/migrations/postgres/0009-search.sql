-- Words are corrected in memory now. A release before this one, if it comes back, corrects to those learnt until then.
ALTER TABLE search_words ALTER COLUMN letters SET DEFAULT '{}';
DROP INDEX search_words_letters;

-- Of titles that begin with what is typed, the original ones too are looked up.
CREATE INDEX movies_by_original ON movies (original_key) WHERE original_key IS NOT NULL;

-- What is found by titles alone.
CREATE INDEX movie_search_titles ON movie_search USING gin (ts_filter(words, '{a}')) WITH (fastupdate = off);
