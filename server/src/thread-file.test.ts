import { expect, it } from 'vitest';
import { threadFile } from './thread-file.js';

it('is none of a program that runs from its sources', () => {
  expect(threadFile('training')).toBeNull();
});
