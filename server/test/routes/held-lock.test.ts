import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectProblem } from '../support/problem.js';
import { type Service, type Someone, startService } from '../support/service.js';

const folder = mkdtempSync(join(tmpdir(), 'halfstar-'));
const file = join(folder, 'data', 'halfstar.db');
let service: Service;
let ana: Someone;

beforeAll(async () => {
  service = await startService({ DATABASE_URL: `file:${file}` }, { films: 5 });
  ana = await service.signUp('ana');
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const put = () =>
  service.call('PUT', 'users/me/ratings/1', { token: ana.token, body: { stars: 4 } });

it('is refused with 503 while another process writes for long, and others are answered meanwhile', async () => {
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const refused = put();
  expect((await service.call('GET', '/health')).status).toBe(200);
  const answer = await refused;
  other.exec('ROLLBACK');
  other.close();
  expectProblem(answer, 503, 'unavailable');
  expect(answer.headers['retry-after']).toBe('1');
  expect((await put()).status).toBe(201);
});

it('keeps the database from everyone but its owner', () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
});
