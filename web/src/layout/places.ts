/** How far down one was, in px, at each entry of this tab's history: going back, or a reload, leads there again. */
const KEPT = 'halfstar/places';
/** So long a page may take to become as high as it was. */
const LONGEST_MS = 5000;
const SLACK_PX = 2;

const places = new Map<string, number>(readKept());
let entry = '';
let wanted = 0;
let isRestoring = false;

/** Where the entry that is shown was left, in px from the top; 0 for one that is new. */
export function placeToReturnTo(): number {
  return wanted;
}

/** Once, before anything is drawn. */
export function startPlaces(): void {
  // The browser tries before there is anything to return to.
  history.scrollRestoration = 'manual';
  enter();
  for (const event of ['pushState', 'popstate']) addEventListener(event, enter);
  addEventListener('replaceState', mark);
  addEventListener('scroll', note, { passive: true });
  addEventListener('pagehide', keep);
  for (const event of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    addEventListener(event, () => (isRestoring = false), { passive: true, capture: true });
  }
}

function enter(): void {
  if (entry !== '') note();
  const known = markOf();
  entry = known ?? `${Date.now()} ${Math.random()}`;
  mark();
  wanted = places.get(entry) ?? 0;
  isRestoring = wanted > 0;
  if (isRestoring) restore(entry, performance.now() + LONGEST_MS);
}

/** As soon as the page is high enough, unless somebody scrolls before. */
function restore(returnedTo: string, until: number): void {
  requestAnimationFrame((now) => {
    if (!isRestoring || entry !== returnedTo) return;
    window.scrollTo(0, wanted);
    isRestoring = Math.abs(window.scrollY - wanted) > SLACK_PX && now < until;
    restore(returnedTo, until);
  });
}

function note(): void {
  if (!isRestoring) places.set(entry, window.scrollY);
}

const markOf = () => (history.state as { entry?: string } | null)?.entry;

function mark(): void {
  if (markOf() !== entry) history.replaceState({ ...history.state, entry }, '');
}

function keep(): void {
  sessionStorage.setItem(KEPT, JSON.stringify([...places]));
}

function readKept(): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as [string, number][];
  } catch {
    return [];
  }
}
