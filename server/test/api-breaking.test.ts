import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breakingChanges } from '../../scripts/api/breaking.js';

const TEXT = readFileSync(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8');
const RATING = '/api/v1/users/{user}/ratings/{movie}';

type Node = Record<string, unknown>;

/** Where a path of names leads to. */
function at(document: Node, ...names: string[]): Node {
  return names.reduce((node, name) => node[name] as Node, document);
}

const fields = (document: Node) => at(document, 'components', 'schemas', 'Tally', 'properties');
const put = (document: Node, ...names: string[]) => at(document, 'paths', RATING, 'put', ...names);
const body = (document: Node, ...names: string[]) =>
  put(document, 'requestBody', 'content', 'application/json', 'schema', ...names);
const mood = { mood: { type: 'string' } };

function takeMood(document: Node, { required }: { required: boolean }): void {
  const parameter = { name: 'mood', in: 'query', required, schema: mood.mood };
  (put(document).parameters as object[]).push(parameter);
}

/** What is said when the document that is committed is changed so. */
function saidOf(change: (document: Node) => unknown): string[] {
  const after = JSON.parse(TEXT);
  change(after);
  return breakingChanges(JSON.parse(TEXT), after);
}

describe('the check of breaking changes', () => {
  it.each<[string, (document: Node) => unknown]>([
    ['nothing at all', () => {}],
    ['a new field in an answer', (d) => Object.assign(fields(d), mood)],
    ['a field of a body that may be left out', (d) => Object.assign(body(d, 'properties'), mood)],
    ['a new parameter that may be left out', (d) => takeMood(d, { required: false })],
    ['a new status', (d) => Object.assign(put(d, 'responses'), { 418: { description: 'Tea' } })],
    ['a wider range', (d) => Object.assign(body(d, 'properties', 'stars'), { maximum: 10 })],
    ['a new path', ({ paths }) => Object.assign(paths as Node, { '/moods': { get: {} } })],
  ])('lets pass %s', (_what, change) => {
    expect(saidOf(change)).toEqual([]);
  });

  it.each<[string, (document: Node) => unknown, string]>([
    ['a path that is gone', (d) => delete at(d, 'paths')['/api/v1/popular'], '/api/v1/popular'],
    ['an operation that is gone', (d) => delete at(d, 'paths', RATING).put, `${RATING} > put`],
    ['a field of an answer that is gone', (d) => delete fields(d).mean, '> mean'],
    [
      'a field of an answer that is something else',
      (d) => Object.assign(at(fields(d), 'count'), { type: 'string' }),
      '> count > type',
    ],
    [
      'a field that a body must have',
      (d) => {
        Object.assign(body(d, 'properties'), mood);
        (body(d).required as string[]).push('mood');
      },
      '> mood',
    ],
    ['a field of a body that is gone', (d) => delete body(d, 'properties').note, '> note'],
    [
      'a narrower range',
      (d) => Object.assign(body(d, 'properties', 'stars'), { maximum: 4 }),
      '> stars > maximum',
    ],
    ['a parameter that must be given', (d) => takeMood(d, { required: true }), '> parameters'],
    ['a status that is gone', (d) => delete put(d, 'responses')[201], '> 201'],
  ])('reports %s', (_what, change, where) => {
    expect(saidOf(change)).toContainEqual(expect.stringContaining(where));
  });
});
