import { cleaned, keepable } from './cells.js';
import type { Part, Service } from './entry.js';
import type { UploadContext } from './table.js';
import type { Told } from './told.js';

/** An item of an array in JSON, and the key of that array where an object holds several. */
export type Item = { key: string | null; value: unknown };

/** JSON as it begins. `first` is null where it has no item. */
export type ItemStart = { name: string; text: string; first: Item | null };

export type ItemReader = (item: Item) => Told;

/** A kind of JSON that we know. */
export type ItemFormat = {
  service: Service;
  partsOf(start: ItemStart): Part[];
  reader(part: Part, start: ItemStart, context: UploadContext): ItemReader;
};

/** The value at a path of keys, undefined where there is none. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** The text or number at a path as text, cleaned; empty where there is neither. */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  return cleaned(keptAt(value, ...path));
}

/** As `textAt`, with line ends as they are. */
export function keptAt(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' ? keepable(found) : '';
}

/** The array at a path; empty where there is none. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts of an array at a path. */
export function textsAt(value: unknown, ...path: (string | number)[]): string[] {
  return listAt(value, ...path)
    .map((text) => (typeof text === 'string' ? cleaned(text) : ''))
    .filter((text) => text !== '');
}
