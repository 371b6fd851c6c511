-- PostgreSQL reads each check from its text again for every statement that writes its table: of what a rating took,
-- those of its user and its tally were a fifth. One check of each refuses what all of them did, in fewer words.
ALTER TABLE users
  DROP CONSTRAINT users_display_name_check,
  DROP CONSTRAINT users_role_check,
  DROP CONSTRAINT users_scale_check,
  DROP CONSTRAINT users_privacy_check,
  DROP CONSTRAINT users_disabled_check,
  DROP CONSTRAINT users_owed_check,
  DROP CONSTRAINT users_use_for_predictions_check,
  DROP CONSTRAINT users_allow_matching_check,
  DROP CONSTRAINT users_check,
  ADD CONSTRAINT users_check CHECK (
    display_name <> ''
    AND (role = 'USER' OR role = 'ADMIN')
    AND (scale = 'halves' OR scale = 'ten' OR scale = 'hundred')
    AND (privacy = 'public' OR privacy = 'private')
    AND least(disabled, owed, use_for_predictions, allow_matching) >= 0
    AND greatest(disabled, owed, use_for_predictions, allow_matching) <= 1
    AND (email IS NULL) = (email_key IS NULL)
  );

ALTER TABLE tallies
  DROP CONSTRAINT tallies_shard_check,
  DROP CONSTRAINT tallies_count_check,
  DROP CONSTRAINT tallies_h0_check,
  DROP CONSTRAINT tallies_h1_check,
  DROP CONSTRAINT tallies_h2_check,
  DROP CONSTRAINT tallies_h3_check,
  DROP CONSTRAINT tallies_h4_check,
  DROP CONSTRAINT tallies_h5_check,
  DROP CONSTRAINT tallies_h6_check,
  DROP CONSTRAINT tallies_h7_check,
  DROP CONSTRAINT tallies_h8_check,
  DROP CONSTRAINT tallies_h9_check,
  DROP CONSTRAINT tallies_h10_check,
  DROP CONSTRAINT tallies_owed_check,
  DROP CONSTRAINT tallies_check,
  DROP CONSTRAINT tallies_check1,
  ADD CONSTRAINT tallies_check CHECK (
    least(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10) >= 0
    AND count = h0 + h1 + h2 + h3 + h4 + h5 + h6 + h7 + h8 + h9 + h10
    AND sum >= 0 AND sum <= 100 * count
    AND least(shard, owed) >= 0 AND shard <= 15 AND owed <= 1
  );

-- Nothing asks by it, and with each rating that is new it was written: a row whose indexes stay as they are is changed
-- within its page.
DROP INDEX tallies_rated;
