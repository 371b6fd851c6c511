import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migratePostgres } from '../../src/adapters/sql/migrate-postgres.js';
import { newSchema, type OwnSchema } from '../support/postgres.js';

const CHECK_VIOLATION = '23514';

let schema: OwnSchema;
let client: pg.Client;

beforeAll(async () => {
  schema = await newSchema();
  await migratePostgres({ connectionString: schema.url });
  client = new pg.Client(schema.url);
  await client.connect();
  await client.query(`
    insert into users (handle, handle_key, display_name, display_key, role, created_at)
      values ('a', 'a', 'a', 'a', 'USER', 0);
    insert into movies (id, title, title_key, created_at, updated_at) values (1, 'a', 'a', 0, 0);
    insert into tallies (movie_id, count, sum, h5) values (1, 1, 50, 1)`);
});
afterAll(async () => {
  await client.end();
  await schema.drop();
});

it.each([
  ...["display_name = ''", "role = 'OWNER'", "scale = 'tenths'", "privacy = 'secret'"],
  ...['disabled', 'owed', 'use_for_predictions', 'allow_matching'].flatMap((flag) => [
    `${flag} = 2`,
    `${flag} = -1`,
  ]),
  "email = 'a@example.org'",
])('a user with %s is refused', async (wrong) => {
  await expect(client.query(`update users set ${wrong}`)).rejects.toMatchObject({
    code: CHECK_VIOLATION,
  });
});

it.each([
  ...Array.from({ length: 11 }, (_, n) => (n === 5 ? 'h5 = -1, h6 = 2' : `h5 = 2, h${n} = -1`)),
  ...['count = 2', 'h3 = 1', 'sum = 101', 'sum = -1'],
  ...['shard = 16', 'shard = -1', 'owed = 2', 'owed = -1'],
])('the tally of one rating with %s is refused', async (wrong) => {
  await expect(client.query(`update tallies set ${wrong}`)).rejects.toMatchObject({
    code: CHECK_VIOLATION,
  });
});
