import { failField } from '../problem.js';

const SHORTEST_HANDLE = 2;
const LONGEST_HANDLE = 40;

const LETTERS = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;
/** Nobody would see the difference that they make. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const ALL_DIGITS = /^\p{N}+$/u;
/** `me` names the viewer wherever a user is named. */
const RESERVED = new Set(['me']);

/** Two handles with one key are the same: "Ana", "ana" and "ａｎａ". */
export function handleKey(handle: string): string {
  // Up and down again folds what lower case alone keeps apart: ß and ss, dotless i and i; first down, for ẞ is
  // its own capital.
  return handle.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}

/** The handle as it is kept; refuses what could not be told from an id, from `me`, or from nothing. */
export function parseHandle(text: string): string {
  const handle = text.normalize('NFKC');
  const length = [...handle].length;
  if (length < SHORTEST_HANDLE || length > LONGEST_HANDLE) {
    const range = `${SHORTEST_HANDLE} to ${LONGEST_HANDLE}`;
    failField('handle', 'length', `A handle has ${range} characters.`);
  }
  if (!LETTERS.test(handle) || INVISIBLE.test(handle)) {
    const allowed = 'letters and digits, with . _ and - after the first';
    failField('handle', 'format', `A handle is made of ${allowed}.`);
  }
  if (ALL_DIGITS.test(handle)) failField('handle', 'format', 'A handle is not digits alone.');
  if (RESERVED.has(handleKey(handle))) failField('handle', 'reserved', 'This handle is reserved.');
  return handle;
}
