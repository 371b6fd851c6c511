/** Texts in one cell, parted by `|`; a `|` or `\` of theirs has a `\` before it. */
export function joinCell(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll(/[\\|]/g, '\\$&')).join('|');
}

/** The texts of `joinCell`. */
export function partCell(cell: string): string[] {
  if (cell === '') return [];
  const texts = [''];
  for (let n = 0; n < cell.length; n++) {
    const sign = cell[n] as string;
    if (sign === '|') texts.push('');
    else texts[texts.length - 1] += sign === '\\' ? (cell[++n] ?? '') : sign;
  }
  return texts;
}
