import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { BadSettings, readConfig } from '../../src/config.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Something of a YAML file: whoever asks for what is not there gets undefined, and a test that fails. */
// biome-ignore lint/suspicious/noExplicitAny: files of others' schemas, which their own tools check
export type Yaml = any;

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
export const exists = (file: string): boolean => existsSync(join(ROOT, file));
export const filesIn = (folder: string): string[] => readdirSync(join(ROOT, folder)).sort();

export const readYaml = (file: string): Yaml => parse(read(file), { merge: true });
export const readYamls = (file: string): Yaml[] =>
  parseAllDocuments(read(file)).map((document) => document.toJS());

const { paths } = JSON.parse(read('docs/api/openapi.json')) as { paths: Record<string, object> };
export const isPath = (path: string): boolean => path in paths;

export const packageJson = JSON.parse(read('package.json')) as {
  version: string;
  engines: { node: string };
  scripts: Record<string, string>;
};

/** All that the service reads of its environment. */
export function settingNames(): Set<string> {
  const asked = new Set<string>();
  readConfig(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }));
  return asked;
}

/** What the service says against these values. */
export function saidAgainst(settings: Record<string, string>): string[] {
  try {
    readConfig(settings);
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.sentences;
    throw error;
  }
}

/** What a container of ours is told to be, by its instructions: `USER` → `['1000:1000']`. */
export function readDockerfile(): (instruction: string) => string[] {
  const lines = read('Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  return (instruction) =>
    lines
      .filter((line) => line.startsWith(`${instruction} `))
      .map((line) => line.slice(instruction.length + 1));
}
