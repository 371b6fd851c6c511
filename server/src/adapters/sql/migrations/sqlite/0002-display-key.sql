-- A display name as it is looked for, whatever its letters.
ALTER TABLE users ADD COLUMN display_key TEXT NOT NULL DEFAULT '';
UPDATE users SET display_key = lower(display_name);
