import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../test/support/refusal.js';
import type { Item } from './items.js';
import { jsonItems } from './json-items.js';

function itemsOf(...pieces: string[]): Item[] {
  const items = jsonItems('a.json');
  const found = pieces.flatMap((piece) => items.push(piece));
  items.end();
  return found;
}

/** The text in pieces of some sizes. */
function pieced(text: string, sizes: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0, n = 0; at < text.length; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const space = fc.constantFrom(undefined, 1, '\t');

describe('items of JSON', () => {
  it('are those of an array, however it is written and cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), space, sizes, (values, indent, cut) => {
        const text = JSON.stringify(values, null, indent);
        const expected = JSON.parse(text) as unknown[];
        expect(itemsOf(...pieced(text, cut))).toEqual(
          expected.map((value) => ({ key: null, value })),
        );
      }),
    );
  });

  it('are those of each array in an object, with its key', () => {
    const object = fc.dictionary(fc.string(), fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()));
    fc.assert(
      fc.property(object, space, sizes, (value, indent, cut) => {
        const text = JSON.stringify(value, null, indent);
        const expected = Object.entries(JSON.parse(text) as Record<string, unknown>).flatMap(
          ([key, list]) => (Array.isArray(list) ? list.map((item) => ({ key, value: item })) : []),
        );
        expect(itemsOf(...pieced(text, cut))).toEqual(expected);
      }),
    );
  });

  it.each([
    ['cut-short', '[{"a":1}'],
    ['cut-short', '[1,2'],
    ['cut-short', '{"a":[1,'],
    ['cut-short', 'true'],
    ['damaged', '[{"a":}]'],
    ['damaged', '[1 2]'],
    ['damaged', '[1,,2]'],
    ['damaged', ']'],
    ['damaged', '[1]]'],
  ])('are refused as %s: %s', async (code, text) => {
    expect(await refusalOf(() => itemsOf(text))).toMatchObject({ kind: 'import-unreadable', code });
  });
});
