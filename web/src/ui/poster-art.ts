import { PATTERNS } from './poster-pattern.ts';

/** What a generated poster looks like; the same film always looks the same. */
export type Art = {
  hue: number;
  chroma: number;
  kind: number;
  turn: number;
  scale: number;
  shift: number;
};

/** Hues of the colour wheel of oklch. What has no place here gets one by its name. */
const HUES: Record<string, number> = {
  action: 35,
  adventure: 85,
  animation: 340,
  biography: 75,
  comedy: 95,
  crime: 265,
  documentary: 195,
  drama: 20,
  family: 130,
  fantasy: 305,
  'film noir': 275,
  history: 65,
  horror: 15,
  music: 325,
  mystery: 285,
  romance: 0,
  'science fiction': 230,
  sport: 150,
  thriller: 250,
  war: 110,
  western: 55,
};
const KINDS = PATTERNS.length;

export function artOf(title: string, year: number | null, genre: string | undefined): Art {
  const seed = hash(`${title} ${year ?? ''}`);
  const pick = (place: number, of: number) => (seed >>> (place * 5)) % of;
  const hue = genre === undefined ? seed % 360 : (HUES[genre.toLowerCase()] ?? hash(genre) % 360);
  return {
    hue: (hue + pick(0, 31) - 15 + 360) % 360,
    chroma: 0.07 + pick(1, 5) / 100,
    kind: pick(2, KINDS),
    turn: pick(3, 24) * 15,
    scale: 0.8 + pick(4, 8) / 10,
    shift: pick(5, 60) - 30,
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) {
    value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  // Its low bits alone would be much alike for titles that begin alike.
  return (value ^ (value >>> 15)) >>> 0;
}

/** `Matrix, The` is how lists sort it, not how it is called. */
export function spokenTitle(title: string): string {
  const moved = /^(.+), (The|A|An|El|La|Los|Las|Le|Les|Der|Die|Das)$/.exec(title);
  return moved === null ? title : `${moved[2]} ${moved[1]}`;
}

/** Of the width of the poster, so that the longest word fits in a line and all of them in six. */
export function titleSize(title: string): number {
  const longest = Math.max(...title.split(/\s+/).map(widthOf));
  const all = widthOf(title);
  const fitting = Math.min(84 / longest, Math.sqrt((84 * 38) / (all * 1.2)));
  return Math.round(Math.min(15.5, Math.max(6, fitting)) * 10) / 10;
}

/** In the size of its letters. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return Math.max(width, 1);
}

/** Those of East Asia and pictures are as wide as high. */
function letterWidth(letter: string): number {
  if (/[\u1100-\uffdc\u{1f000}-\u{3ffff}]/u.test(letter)) return 1.05;
  if (/[mwMW]/.test(letter)) return 0.92;
  return /[A-Z]/.test(letter) ? 0.7 : 0.62;
}
