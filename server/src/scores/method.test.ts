import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FORMULA, METHOD } from './method.js';

it('is the one that the document of scores describes', () => {
  const text = readFileSync(new URL('../http/methods/habits-1.md', import.meta.url), 'utf8');
  expect(text).toContain(`\`${METHOD}\``);
  expect(text).toContain(FORMULA);
});
