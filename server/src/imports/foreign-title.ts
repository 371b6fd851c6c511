import { words } from '../movies/fold.js';

/** Little words of German, French, Italian, Spanish, Portuguese, Dutch and Scandinavian titles, and of no English ones. */
const LITTLE_WORDS = new Set(
  (
    'der das ein eine einen und im von vom zum zur mit nicht ist ich auf den dem des wir le les une du et dans aux au sur ' +
    'pour avec est je ne qui que lo gli di del della dello dei delle dal dalla nel nella una uno non che mio el los las y ' +
    'sin su os um uma da dos das na em com para nao het van op niet det ett och som jag inte af'
  ).split(' '),
);
/** These only at the beginning: "Die Welle", but "Live and Let Die". */
const FIRST_WORDS = new Set(['die', 'la', 'un', 'en']);
const BEYOND_ENGLISH = /(?![a-z])\p{L}/iu;

/** Whether a title seems to be of another language than English; many are not told by their letters and little words. */
export function isForeign(title: string): boolean {
  if (BEYOND_ENGLISH.test(title)) return true;
  const all = words(title);
  return (
    (all.length > 1 && FIRST_WORDS.has(all[0] ?? '')) || all.some((word) => LITTLE_WORDS.has(word))
  );
}
