const UNITS =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
/** A lone "I" is mostly a pronoun, and no film is the fiftieth of its name. */
const ROMAN = 'ii iii iv v vi vii viii ix x xi xii xiii xiv xv'.split(' ');

const WORDS = new Map([
  ...UNITS.map((word, i) => [word, i + 1] as const),
  ...TENS.map((word, i) => [word, 10 * (i + 2)] as const),
]);
const NUMERALS = new Map(ROMAN.map((numeral, i) => [numeral, i + 2]));

/** Numbers as words and roman numerals as figures: `one hundred one dalmatians` is `101 dalmatians`. */
export function inFigures(words: readonly string[]): string[] {
  const told: string[] = [];
  /** What the last words of `told` come to, while they are a number in words. */
  let sum = 0;
  for (const word of words) {
    const value = WORDS.get(word) ?? 0;
    const joined = word === 'hundred' && sum > 0 && sum < 100 ? sum * 100 : joinedTo(sum, value);
    if (joined > 0) told.pop();
    sum = joined || value;
    told.push(sum > 0 ? String(sum) : String(NUMERALS.get(word) ?? word));
  }
  return told;
}

/** "Eighty", "four" are 84 and "two hundred", "eighty" 280; "nineteen", "eighty" are two numbers: 0. */
function joinedTo(sum: number, value: number): number {
  if (sum === 0 || value === 0) return 0;
  const fits = sum % 100 === 0 ? value < 100 : sum % 10 === 0 && sum % 100 > 10 && value < 10;
  return fits ? sum + value : 0;
}
