/** With its beginning and end as letters of their own: words that begin alike are more alike. */
export function withEnds(word: string): string {
  return `^${word}$`;
}

/** Every three letters in a row. */
export function trigramsOf(text: string): string[] {
  const letters = [...text];
  return letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''));
}
