import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../support/command.js';
import { cleanUp, databaseFile } from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';

let template: Template;
beforeAll(async () => {
  template = await makeTemplate({ films: 60, people: 2 });
});
afterAll(cleanUp);

function ownFile(from?: string) {
  const file = databaseFile(from);
  return { file, settings: { DATABASE_URL: `file:${file}` } };
}

it('verifies no database that is not there', async () => {
  const { file, settings } = ownFile();
  expect(await command(['verify'], { settings })).toEqual({
    code: 2,
    out: '',
    err: `There is no database at ${file} to verify.\n`,
  });
  expect(existsSync(file)).toBe(false);
});

describe('a database that cannot be used', () => {
  it.each([
    ['is not one', () => Buffer.from('This is a letter to my aunt. '.repeat(500))],
    ['ends in the middle', () => readFileSync(template.file).subarray(0, 300_000)],
    ['is damaged at its root', () => readFileSync(template.file).fill(0xff, 100, 4096)],
  ])('is named in one sentence, with a way out, when its file %s', async (_what, bytes) => {
    for (const args of [['serve'], ['verify'], ['user', 'role', 'person1', 'ADMIN']]) {
      const { file, settings } = ownFile();
      writeFileSync(file, bytes());
      const { code, out, err } = await command(args, { settings: { ...settings, PORT: '0' } });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(`The database ${file} cannot be used: `);
      expect(err).toContain('Restore a backup with "halfstar restore FILE"');
      expect(err.trimEnd()).not.toContain('\n');
      expect(readFileSync(file)).toEqual(bytes());
    }
  });

  it.each([
    ['below a file', () => ownFile(template.file).file],
    // Where no folder can be made, though Node believes it could.
    ['below /proc', () => '/proc/nowhere'],
  ])('is named when there can be none %s', async (_what, place) => {
    const file = `${place()}/inside/halfstar.db`;
    const settings = { DATABASE_URL: `file:${file}` };
    const { code, err } = await command(['user', 'role', 'ana', 'USER'], { settings });
    expect(code).toBe(1);
    expect(err).toContain(`The database ${file} cannot be used: `);
    expect(err.trimEnd()).not.toContain('\n');
  });
});
