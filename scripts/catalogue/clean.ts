const MOST_NAME = 80;
const MOST_TITLE = 200;

/** A bracket that tells pages apart and is no part of the title. */
const DISAMBIGUATION =
  / \((?:[^()]*\b)?(?:films?|movie|series|serial|miniseries|special|TV|documentary|short|video|drama|programme|album|anime|cartoon|featurette|play|\d{4})\b[^()]*\)$/i;
const RELEASE = / \((?:[^()]*\brelease|(?:UK|US|aka|a\.k\.a\.|in the UK)\b[^()]*)\)$/i;
const MARKUP = /\.mw-parser-output|<\/?[a-z]|\{\{|&[a-z]+;/i;

/** Composed letters, no invisible characters, single spaces. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** The first of the candidates that can stand as a title, or null. */
export function cleanTitle(...candidates: (string | null | undefined)[]): string | null {
  for (const candidate of candidates) {
    if (!candidate || MARKUP.test(candidate) || /^Q\d+$/.test(candidate)) continue;
    const title = withoutBracket(cleanText(candidate).replace(RELEASE, ''));
    if (title !== '' && title.length <= MOST_TITLE) return title;
  }
  return null;
}

/** `Kin (film)` to `Kin`; a bracket that belongs to the title stays. */
export function withoutBracket(page: string): string {
  return page.replace(DISAMBIGUATION, '');
}

/** Mends and sorts out the names of one list: markup, roles in brackets, words that name nobody. */
export function cleanNames(names: readonly string[]): string[] {
  const cleaned: string[] = [];
  for (const raw of names) {
    // A list split at commas leaves the Jr. behind.
    if (/^(?:Jr\.?|Sr\.?|II|III|IV)$/.test(raw) && cleaned.length > 0) {
      cleaned.push(`${cleaned.pop()} ${raw}`);
      continue;
    }
    const name = cleanName(raw);
    if (name !== null) cleaned.push(name);
  }
  return [...new Set(cleaned)];
}

function cleanName(raw: string): string | null {
  const name = cleanText(raw.replace(/\[\[|\]\]|\|/g, ''))
    .replace(/ \((?:actor|actress|dancer|narrator|unconfirmed|assisted by [^()]*)\)$/i, '')
    .replace(/^and (?=\p{Lu})/u, '')
    .replace(/^['"]Alan Smithee['"]$/, 'Alan Smithee');
  const nobody =
    name.length < 2 ||
    name.length > MOST_NAME ||
    /[()[\]{}<>=#:]|uncredited|^Q?\d+$|^\d+ directors$/.test(name) ||
    /^(?:The|Unknown|Various|None|Others?)$/i.test(name) ||
    !/[\p{Lu}\p{Lo}\d]/u.test(name);
  return nobody ? null : name;
}
