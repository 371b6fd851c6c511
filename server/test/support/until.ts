const EVERY_MS = 15;
/** A machine may have much else to do, and only who waits for ever is wrong. */
const TIMES_AS_LONG = 5;

/**
 * Asks again and again until the answer is something, and returns it; gives up loudly when it takes several times longer
 * than it does on a quiet machine.
 */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  const longestMs = TIMES_AS_LONG * withinMs;
  const end = performance.now() + longestMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`not within ${longestMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
