-- Of titles that begin with what is typed, the original ones too are looked up.
CREATE INDEX movies_by_original ON movies (original_key) WHERE original_key IS NOT NULL;
