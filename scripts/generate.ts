/**
 * Writes what is made from the code: the OpenAPI document, the page of problems, and the types of the client; and the font
 * of the page.
 * With `--check` it writes nothing and fails when a file is not what it would write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { pino } from 'pino';
import { startApp } from '../server/src/app.js';
import { readConfig } from '../server/src/config.js';
import { listProblems } from '../server/src/http/problem-pages.js';
import { openStore } from '../server/src/open-store.js';
import { smallFont } from './font.js';

const check = process.argv.includes('--check');
const config = readConfig({ DATABASE_URL: 'memory:' });
const app = await startApp(config, await openStore(config), pino({ level: 'silent' }));
const document = app.server.swagger();
await app.stop();

const files = {
  'docs/api/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'docs/api/problems.md': listProblems(),
  'client/src/openapi.d.ts': `// Generated from docs/api/openapi.json by "npm run generate".\n${astToString(
    await openapiTS(JSON.stringify(document)),
  )}`,
  'web/src/fonts/inter-latin.woff2': await smallFont(),
};

for (const [file, content] of Object.entries(files)) {
  if (!check) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } else if (!read(file)?.equals(Buffer.from(content))) {
    process.stderr.write(`${file} is out of date: run "npm run generate" and commit it.\n`);
    process.exitCode = 1;
  }
}

function read(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
