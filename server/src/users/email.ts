import { failField } from '../problem.js';

const LONGEST_EMAIL = 254;
const LOOKS_RIGHT = /^[^\s@\p{C}]+@[^\s@\p{C}.]+(\.[^\s@\p{C}.]+)*$/u;

/** Addresses with one key are the same account, whatever the letters' case. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').toLowerCase();
}

export function parseEmail(text: string): string {
  const email = text.trim();
  if (!LOOKS_RIGHT.test(email) || email.length > LONGEST_EMAIL) {
    failField('email', 'format', 'This is not an e-mail address.');
  }
  return email;
}
