import pg from 'pg';

/**
 * Connection exceptions, too few resources, statements cut off by a timeout or an operator, a server that stops,
 * starts or only reads.
 */
const UNWELL = /^(08|53|57)|^(55P03|25P03|25006)$/;
/** The server ends the connection, which its socket says only a moment later, or nothing can be written by it. */
const LAST_WORDS = /^(08|57P)|^(25P03|25006)$/;

/** Whether the database could not answer, rather than answered that something is wrong. */
export function isUnwell(error: unknown): boolean {
  return matches(error, UNWELL);
}

/** Whether a connection is of no more use after it. */
export function endsConnection(error: unknown): boolean {
  return matches(error, LAST_WORDS);
}

/** Whether a statement was prepared before the columns that it answers changed. */
export function isOutdated(error: unknown): boolean {
  // By the place where it is said: its code is of many things, and its words are of many languages.
  return error instanceof pg.DatabaseError && error.routine === 'RevalidateCachedQuery';
}

/** What did not come from the server came from the way there. */
function matches(error: unknown, codes: RegExp): boolean {
  return error instanceof pg.DatabaseError ? codes.test(error.code ?? '') : true;
}
