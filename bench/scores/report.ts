export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Rows as a table of Markdown. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  say(line(columns));
  say(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of rows) say(line(row));
}

export type Target = { name: string; value: number } & ({ atMost: number } | { atLeast: number });

function isMet(target: Target): boolean {
  return 'atMost' in target ? target.value <= target.atMost : target.value >= target.atLeast;
}

/** Says which targets are met, and whether all are. */
export function judge(targets: readonly Target[]): boolean {
  table(
    ['target', 'is', 'should be', ''],
    targets.map((target) => [
      target.name,
      target.value.toFixed(4),
      'atMost' in target ? `≤ ${target.atMost.toFixed(4)}` : `≥ ${target.atLeast.toFixed(4)}`,
      isMet(target) ? 'met' : 'MISSED',
    ]),
  );
  return targets.every(isMet);
}
