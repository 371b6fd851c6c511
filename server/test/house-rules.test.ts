import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import type { ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import { readMigrations } from '../src/adapters/sql/migrations.js';
import { readConfig } from '../src/config.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = '.dependency-cruiser.mjs';
const SOURCES = 'server/src';
const CLIENT = 'client/src';
const WEB = 'web/src';

describe('imports', () => {
  /** One breach of each rule, in files that are not there. */
  const BREACHES = [
    ['room-imports-rooms-only', 'server/src/movies/reads-a-file.ts', 'node:fs'],
    ['room-imports-rooms-only', 'server/src/ratings/takes-a-package.ts', 'fastify'],
    ['room-imports-rooms-only', 'server/src/users/speaks-http.ts', '../http/server.js'],
    ['room-imports-rooms-only', 'server/src/scores/asks-a-database.ts', '../adapters/sql/store.js'],
    ['room-imports-rooms-only', 'server/src/catalogue/reads-settings.ts', '../config.js'],
    ['adapters-keep-apart', 'server/src/adapters/memory/uses-sql.ts', '../sql/store.js'],
    ['adapter-stays-below', 'server/src/adapters/sql/speaks-http.ts', '../../http/server.js'],
    ['adapter-is-composed', 'server/src/jobs-of-another.ts', './adapters/memory/limits.js'],
    ['http-knows-rooms-only', 'server/src/http/asks-a-database.ts', '../adapters/sql/store.js'],
    ['http-stays-at-the-edge', 'server/src/jobs-that-answer.ts', './http/server.js'],
    ['main-is-the-end', 'server/src/commands/starts-again.ts', '../main.js'],
    ['no-circle', 'server/src/movies/needs-itself.ts', './needs-itself.js'],
    ['no-dev-dependency', 'server/src/http/tests-itself.ts', 'vitest'],
    ['no-undeclared-dependency', 'server/src/http/takes-what-is-there.ts', 'find-my-way'],
    ['shared-noun-stands-alone', 'server/src/brand.ts', './movies/movie.js'],
    ['client-stands-alone', 'client/src/asks-the-server.ts', '../../server/src/page.js'],
    ['web-speaks-the-api', 'web/src/asks-a-room.ts', '../../server/src/page.js'],
    ['server-knows-no-page', 'server/src/http/shows-a-page.ts', '../../../web/src/paths.js'],
  ] as const;
  const copy = mkdtempSync(join(tmpdir(), 'halfstar-house-'));
  afterAll(() => rmSync(copy, { recursive: true }));

  it('keep the rules of the house', async () => {
    const { modules, summary } = await cruise(ROOT);
    expect(summary.violations).toEqual([]);
    expect(modules.filter(({ source }) => source.startsWith(SOURCES)).length).toBeGreaterThan(60);
  });

  it('are reported where they break a rule', async () => {
    for (const part of [SOURCES, CLIENT, WEB, 'package.json', 'client/package.json', RULES]) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    for (const [, file, imported] of BREACHES) {
      writeFileSync(join(copy, file), `export * from '${imported}';\n`);
    }
    const leftOver = ['no-orphan', 'server/src/left-over.ts'] as const;
    writeFileSync(join(copy, leftOver[1]), 'export const LEFT_OVER = true;\n');

    const { summary } = await cruise(copy);
    const reported = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
    for (const [rule, file] of [...BREACHES, leftOver]) {
      expect(reported).toContain(`${rule} ${file}`);
    }
    const rules = summary.ruleSetUsed?.forbidden?.map(({ name }) => name);
    expect(new Set(rules)).toEqual(new Set([...BREACHES, leftOver].map(([rule]) => rule)));
  });
});

describe('sources', () => {
  const sources = read(SOURCES).filter(({ file }) => !file.endsWith('.test.ts'));
  const those = (pattern: RegExp) =>
    sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

  it('read the environment in main.ts alone', () => {
    expect(those(/process\s*(\.|\?\.|\[\s*['"])env\b|\benv\b[^;]*\bfrom 'node:process'/)).toEqual([
      'main.ts',
    ]);
  });

  it('leave nothing to be done later', () => {
    expect(those(/\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/)).toEqual([]);
  });

  it('export by name, from where a thing is', () => {
    expect(those(/^export default\b/m)).toEqual([]);
    expect(those(/^export (type )?(\*|\{[^}]*\}) from /m)).toEqual([]);
  });

  it('have no place for what has no place', () => {
    const nameless = /(^|\/)(utils?|helpers?|common|shared|misc|lib|index)(\/|\.ts$)/;
    expect(sources.map(({ file }) => file).filter((file) => nameless.test(file))).toEqual([]);
  });

  it('are short', () => {
    const lengths = sources.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 220)).toEqual([]);
    expect(lengths.filter(({ lines }) => lines > 150).length).toBeLessThan(sources.length / 10);
  });
});

describe.each(['package-lock.json', 'lighthouse/package-lock.json'])('%s', (file) => {
  type Entry = { resolved?: string; link?: boolean; optionalDependencies?: object };
  const { packages } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as {
    packages: Record<string, Entry>;
  };

  it('names no host', () => {
    const hosted = Object.entries(packages).filter(([, { resolved, link }]) => resolved && !link);
    expect(hosted).toEqual([]);
  });

  it('has an entry for every optional dependency, without which npm ci refuses it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isInstalled(path, name)),
    );
    expect(missing).toEqual([]);
  });

  /** As Node looks for it: in the package's own node_modules, then in those around it. */
  function isInstalled(path: string, name: string): boolean {
    const own = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
    if (own in packages) return true;
    return (
      path !== '' &&
      isInstalled(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
    );
  }
});

describe('migrations', () => {
  it.each(['sqlite', 'postgres'])('of %s are numbered, each once and without a gap', (engine) => {
    const folder = new URL(`../src/adapters/sql/migrations/${engine}/`, import.meta.url);
    const numbers = readMigrations(folder).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  });
});

describe('.env.example', () => {
  const example = readFileSync(join(ROOT, '.env.example'), 'utf8').replaceAll(
    /^#(?=[A-Z_]+=)/gm,
    '',
  );

  it('lists every setting', () => {
    const asked = new Set<string>();
    const environment = new Proxy({}, { get: (_, name) => void asked.add(String(name)) });
    readConfig(environment);
    expect(Object.keys(parseEnv(example)).sort()).toEqual([...asked].sort());
  });

  it('shows the defaults', () => {
    expect(readConfig(parseEnv(example))).toEqual(readConfig({}));
  });
});

function cruise(folder: string): Promise<ICruiseResult> {
  const args = ['--config', RULES, '--output-type', 'json', SOURCES, CLIENT, WEB];
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    // With `json` it always exits with 0: the violations are in what it says.
    execFile(process.execPath, [CRUISER, ...args], options, (error, out) => {
      if (error) reject(error);
      else resolve(JSON.parse(out) as ICruiseResult);
    });
  });
}

function read(folder: string): { file: string; text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(ROOT, folder, file), 'utf8') }));
}
