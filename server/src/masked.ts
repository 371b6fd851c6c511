export const MASK = '***';

/**
 * An address may carry a password: `postgres://ana:secret@host` is shown as `postgres://***@host`. Whoever writes
 * `@` or `/` in a password forgets to escape them, and that is when this is needed most.
 */
export function withoutPassword(text: string): string {
  return text
    .replace(/^([a-z][a-z\d+.-]*:\/*)?.*@/is, `$1${MASK}@`)
    .replace(/([?&](?:ssl)?password=)[^&#]*/gi, `$1${MASK}`);
}
