/** What `within` refuses with. */
export const TOO_LATE = new Error('timed out');

/** What `work` answers, or `TOO_LATE` after so long. An answer that is there by then counts: perhaps it was us who were busy. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(TOO_LATE)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
