import { fail } from '../problem.js';
import type { Item } from './items.js';

/** So many characters an item has at most: a film with everything that was ever said of it has some thousands. */
const LONGEST_ITEM = 1024 * 1024;
const TELLING = /["\\{}[\],]/g;

/**
 * Takes JSON apart into the items of its arrays without holding the whole: those of one array, or of each array that is
 * a value of one object. Anything else in that object is passed over. Refuses what is no JSON, when it comes to it.
 */
export type JsonItems = {
  push(text: string): Item[];
  /** Refuses JSON that goes on. */
  end(): void;
};

export function jsonItems(name: string): JsonItems {
  let text = '';
  let at = 0;
  let depth = 0;
  let inString = false;
  let stringFrom = 0;
  let lastString = '';
  /** At this depth items lie; 0 before the first bracket. */
  let itemDepth = 0;
  let inItems = false;
  let itemFrom = 0;
  let key: string | null = null;
  let count = 0;

  function push(more: string): Item[] {
    const kept = inItems ? itemFrom : inString ? stringFrom : at;
    text = text.slice(kept) + more;
    at -= kept;
    itemFrom -= kept;
    stringFrom -= kept;
    if (text.length > LONGEST_ITEM + more.length) {
      const detail = `${name} has an item of more than ${LONGEST_ITEM} characters, its ${count + 1}th.`;
      fail({ kind: 'import-unreadable', code: 'long-record', detail });
    }
    const items: Item[] = [];
    for (;;) {
      TELLING.lastIndex = at;
      const sign = TELLING.exec(text)?.[0];
      if (sign === undefined) break;
      const place = TELLING.lastIndex - 1;
      if (sign === '\\' && inString) {
        // What is escaped may be in the next piece.
        if (place + 1 >= text.length) {
          at = place;
          return items;
        }
        at = place + 2;
        continue;
      }
      at = place + 1;
      take(sign, place, items);
    }
    at = text.length;
    return items;
  }

  function take(sign: string, place: number, items: Item[]): void {
    if (sign === '"') {
      inString = !inString;
      if (inString) stringFrom = place;
      else if (!inItems && depth === 1) lastString = text.slice(stringFrom, place + 1);
      return;
    }
    if (inString) return;
    if (sign === '{' || sign === '[') {
      if (depth === 0) itemDepth = sign === '[' ? 1 : 2;
      depth++;
      if (!inItems && sign === '[' && depth === itemDepth) {
        inItems = true;
        itemFrom = place + 1;
        key = depth === 1 ? null : String(parse(lastString));
      }
      return;
    }
    const ends = inItems && depth === itemDepth && (sign === ',' || sign === ']');
    if (ends) {
      const written = text.slice(itemFrom, place);
      itemFrom = place + 1;
      if (sign === ']') inItems = false;
      if (sign === ',' || written.trim() !== '') items.push({ key, value: parse(written) });
    }
    if (sign === '}' || sign === ']') depth--;
    if (depth < 0) damaged();
  }

  function parse(written: string): unknown {
    count++;
    try {
      return JSON.parse(written);
    } catch {
      return damaged();
    }
  }

  function damaged(): never {
    const detail = `${name} is no JSON at its ${count}th item.`;
    fail({ kind: 'import-unreadable', code: 'damaged', detail });
  }

  return {
    push,
    end() {
      if (depth === 0 && itemDepth > 0 && !inItems) return;
      const detail = `${name} ends before its JSON does, after ${count} items.`;
      fail({ kind: 'import-unreadable', code: 'cut-short', detail });
    },
  };
}
