/** So many may wait at any time: a disk or a processor that stalled for a moment is no overload. */
const LEAST = 64;
/**
 * So long requests are begun with before the loop turns: until then nobody else is heard, nor sent what is kept, and of
 * those who connect Node lets one in at each turn.
 */
const TURN_MS = 1;
const PARTS = 10;

type Begin = (isLate: boolean) => void;

/**
 * Begins one after the other, and lets the event loop turn in between. What an embedded database is asked for is done at
 * once: if all that came together were begun with together, nothing else would be heard until the last of it is done.
 *
 * Who has waited for longer than `longestMs` is late; for a tenth of it, if somebody has waited at every moment of that
 * time. So a burst is borne, and of what is too much each is either answered soon or refused soon, as by B. Maurer,
 * Fail at Scale (2015).
 */
export function waitingLine(longestMs: number): (begin: Begin) => void {
  const line: { begin: Begin; at: number }[] = [];
  let isGoing = false;

  async function go(): Promise<void> {
    isGoing = true;
    const since = performance.now();
    while (line.length > 0) {
      await nextTurn();
      const now = performance.now();
      const bearableMs = now - since > longestMs ? longestMs / PARTS : longestMs;
      do {
        const { begin, at } = line.shift() as (typeof line)[number];
        begin(line.length >= LEAST && now - at > bearableMs);
        await allThatFollows();
      } while (line.length > 0 && performance.now() - now < TURN_MS);
    }
    isGoing = false;
  }

  return (begin) => {
    line.push({ begin, at: performance.now() });
    if (!isGoing) void go();
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves once all continuations have run that wait for nothing from outside. */
function allThatFollows(): Promise<void> {
  return new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));
}
