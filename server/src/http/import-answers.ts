import type { Answer } from './answer.js';

/** What the refusals of histories from elsewhere are on the wire. */
export const IMPORT_ANSWERS = {
  'import-not-found': {
    status: 404,
    title: 'No such import',
    detail: 'There is no such import, or it was forgotten.',
    pointer: '#/import',
  },
  'import-row-not-found': {
    status: 404,
    title: 'No such row',
    detail: 'The import has no such row.',
    pointer: '#/row',
  },
  'import-not-ready': {
    status: 409,
    title: 'Not in this state',
    detail: 'The import is in another state than this is for.',
  },
  'imports-full': {
    status: 409,
    title: 'Too many imports',
    detail: 'As many imports are kept as one account may have; some are to be forgotten first.',
  },
  'import-unreadable': {
    status: 422,
    title: 'Not an export we can read',
    detail: 'What was found in the file, and what was expected.',
  },
  'import-unclear': {
    status: 422,
    title: 'Say what it is',
    detail: 'The content fits more than one reading; send it again with the one that is meant.',
  },
} satisfies Record<string, Answer>;
