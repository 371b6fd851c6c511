/**
 * Fails when the OpenAPI document here breaks clients of the one at a commit: `npm run api:breaking -- main`.
 * A break that is meant is a new major version, or of something that nobody can have used yet.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { breakingChanges } from './api/breaking.js';

const DOCUMENT = 'docs/api/openapi.json';
const [commit = 'main'] = process.argv.slice(2);
const { status, stdout, stderr } = spawnSync('git', ['show', `${commit}:${DOCUMENT}`], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (status === 0) compare(stdout);
else fail(stderr);

function compare(before: string): void {
  const after = readFileSync(DOCUMENT, 'utf8');
  const changes = breakingChanges(JSON.parse(before), JSON.parse(after));
  process.stdout.write(`${changes.length} breaking changes since ${commit}\n`);
  if (changes.length > 0) fail(`${changes.join('\n')}\n`);
}

function fail(why: string): void {
  process.stderr.write(why);
  process.exitCode = 1;
}
