import { failField } from '../problem.js';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { handleKey } from './handle.js';

const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 256;

/** One password is one sequence of characters, however a keyboard composes them. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * The password, normalised. Any characters do, 12 to 256 of them; refused are the common ones and those made
 * of nothing but the handle or our own name.
 */
export function parsePassword(text: string, handle: string): string {
  const password = normalisePassword(text);
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
    const range = `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD}`;
    failField('password', 'length', `A password has ${range} characters.`);
  }
  if (isGuessable(password, handle)) {
    failField('password', 'too-common', 'This password is among the first that would be guessed.');
  }
  return password;
}

const ONE_CHARACTER = /^(.)\1*$/u;

function isGuessable(password: string, handle: string): boolean {
  const key = handleKey(password);
  if (ONE_CHARACTER.test(key)) return true;
  if (COMMON_PASSWORDS.has(key)) return true;
  return [handleKey(handle), 'halfstar'].some((name) => consistsOf(key, name));
}

/** Whether nothing but a name, repeated, and no letters around it: "anaanaana123", "halfstar2026!". */
function consistsOf(password: string, name: string): boolean {
  const rest = password.replaceAll(name, '');
  return rest.length < password.length && !/\p{L}/u.test(rest);
}
