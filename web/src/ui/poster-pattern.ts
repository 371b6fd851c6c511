const STEPS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Around the middle: what is stroked, and what is filled. Each is one path: a page has dozens of posters. */
type Pattern = { stroked?: string; width?: number; filled?: string };

const each = (path: (n: number) => string) => STEPS.map(path).join('');
const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
/** Turned around the middle, by eighths. */
function around(n: number, x: number, y: number): string {
  const [cos, sin] = [Math.cos((n * Math.PI) / 4), Math.sin((n * Math.PI) / 4)];
  return `${Math.round(x * cos - y * sin)} ${Math.round(x * sin + y * cos)}`;
}
function roundedSquare(half: number, corner: number): string {
  const side = 2 * (half - corner);
  const turn = (x: number, y: number) => `a${corner} ${corner} 0 0 1 ${x} ${y}`;
  return (
    `M${corner - half} ${-half}h${side}${turn(corner, corner)}v${side}${turn(-corner, corner)}` +
    `h${-side}${turn(-corner, -corner)}v${-side}${turn(corner, -corner)}z`
  );
}

export const PATTERNS: readonly Pattern[] = [
  { stroked: each((n) => circle(0, 0, 14 + n * 20)) },
  { filled: each((n) => `M-220 ${n * 33 - 132}h440v${4 + n * 2}h-440z`) },
  { stroked: each((n) => `M-240 ${n * 26 - 100}q40 -34 80 0t80 0t80 0t80 0t80 0t80 0`) },
  { stroked: each((n) => (n === 0 ? 'M-14 -14h28v28h-28z' : roundedSquare(14 + n * 17, n * 3))) },
  {
    filled: circle(0, 0, 62),
    stroked: each((n) => `M${around(n, 0, 78)}L${around(n, 0, 96 + (n % 2) * 26)}`),
    width: 9,
  },
  {
    stroked: each((n) => `M0 0L${around(n, 34, -260)}L${around(n, -34, -260)}Z`),
    width: 3,
  },
  {
    stroked: each((n) =>
      STEPS.slice(0, 6)
        .map((m) => circle(n * 38 - 133, m * 38 - 95, 3 + ((n * 3 + m * 5) % 5) * 3))
        .join(''),
    ),
  },
];
