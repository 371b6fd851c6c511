import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Row } from './speed/bench.js';

const RESULTS = new URL('./RESULTS.md', import.meta.url);
const HEAD = `# Results

Written by \`npm run bench\`. Every figure is a ratio of medians, interleaved in one run on one machine against a floor that
the bench itself starts; CPU is user and system time of the measured process, per request. Absolute figures are context.
[NOTES.md](NOTES.md) says where the time goes, what was tried, and why something is missed.

| Bench | Work | Against | Asked | Measured | Held | Figures | When |
|---|---|---|---|---|---|---|---|
`;

/** Puts the rows of a bench in the place of its earlier ones; those of the others stay. */
export function writeResults(bench: string, rows: readonly Row[]): void {
  const when = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const mine = rows.map(({ work, against, least, measured, isHeld, figures }) =>
    [bench, work, against, least, measured, isHeld ? 'yes' : '**no**', figures, when].join(' | '),
  );
  const others = earlier().filter((line) => !line.startsWith(`| ${bench} |`));
  const lines = [...others, ...mine.map((line) => `| ${line} |`)].sort();
  writeFileSync(RESULTS, `${HEAD}${lines.join('\n')}\n\n${machine()}\n`);
}

function earlier(): string[] {
  try {
    const text = readFileSync(RESULTS, 'utf8');
    return text.split('\n').filter((line) => /^\| (?!Bench )[a-z-]+ \|/.test(line));
  } catch {
    return [];
  }
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `Machine: ${cpus().length} × ${cpu?.model.trim()}, ${memory} GB; Node ${process.versions.node}, ${process.platform}.`;
}
