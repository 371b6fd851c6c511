/** What spreadsheets take for a formula, behind any number of our own signs. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A cell as spreadsheets take it for text: `=1+1` is written `'=1+1`. */
export function defuse(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The cell as it was before `defuse`. */
export function undefuse(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
