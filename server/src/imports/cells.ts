import { isDay } from '../movies/day.js';
import { FIRST_YEAR, LAST_YEAR, LONGEST_RUNTIME_MINUTES } from '../movies/movie.js';
import { OUTSIDE_IDS } from '../movies/reference.js';
import type { Scale } from './scale.js';

/** What no text of ours holds: control characters, but for tabs and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
const YEAR = /^\d{4}$/;
const TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?(?:\.\d+)?) ?(Z|UTC|[+-]\d\d:?\d\d)?)?$/i;
/** `Sun Mar  1 00:00:00 2015`, as C writes times. */
const C_TIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/;
/** `Jun 21 2014, 22:06`. */
const MONTH_FIRST = /^([A-Z][a-z]{2}) (\d{1,2}),? (\d{4})(?:, (\d{1,2}:\d\d))?$/;
/** `21.09.2021`, as spreadsheets write days in many countries; with points, the day is always first. */
const WITH_POINTS = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (\d{1,2}:\d\d(?::\d\d)?))?$/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Text without what cannot be kept: control characters, halves of characters. */
export function keepable(text: string): string {
  return text.replace(CONTROLS, '').toWellFormed().trim();
}

/** As `keepable`, with line ends as ours. */
export function cleaned(text: string): string {
  return keepable(text.replaceAll('\r\n', '\n'));
}

/** The first so many characters, of which an emoji is one. */
export function firstOf(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join('');
}

/** Null where there is nothing. */
export function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

/** `3.5`, or `3,5` where commas part decimals; null for what is no number. */
export function readNumber(text: string): number | null {
  return NUMBER.test(text) ? Number(text.replace(',', '.')) : null;
}

/**
 * The score of a cell, as a list that holds it. Empty where none was given: nothing, or 0 where the least is more.
 * Undefined where it is not on the scale.
 */
export function readScore(text: string, { least, most }: Scale): [] | [number] | undefined {
  if (text === '') return [];
  const score = readNumber(text);
  if (score === 0 && least > 0) return [];
  return score === null || score < 0 || score > most ? undefined : [score];
}

export function readYear(text: string): number | null {
  const year = YEAR.test(text) ? Number(text) : 0;
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : null;
}

export function readMinutes(text: string): number | null {
  const minutes = readNumber(text);
  return minutes !== null && minutes >= 1 && minutes <= LONGEST_RUNTIME_MINUTES
    ? Math.round(minutes)
    : null;
}

/** The day of a date or time as it is written; null where there is none, or only a part of one. */
export function readDay(text: string): string | null {
  const day = TIME.exec(text)?.[1] ?? withPoints(text)?.day;
  return day !== undefined && isDay(day) && day >= '1800' ? day : null;
}

/** The day of a film's release, within the years of films. */
export function readReleaseDate(text: string): string | null {
  const day = readDay(text);
  return day !== null && readYear(day.slice(0, 4)) !== null ? day : null;
}

/** Milliseconds; a day alone is its beginning, and a time without a zone is taken as UTC. */
export function readTime(text: string): number | null {
  const iso = TIME.exec(text);
  if (iso) return timeOf(iso[1] ?? '', iso[2] ?? '00:00', iso[3] ?? 'Z');
  const [, month, day, time, year] = C_TIME.exec(text) ?? [];
  if (month !== undefined) return timeOf(dayOf(year, month, day), time ?? '', 'Z');
  const points = withPoints(text);
  if (points !== null) return timeOf(points.day, points.clock, 'Z');
  const [, name, date, ofYear, clock] = MONTH_FIRST.exec(text) ?? [];
  if (name === undefined) return null;
  return timeOf(dayOf(ofYear, name, date), (clock ?? '00:00').padStart(5, '0'), 'Z');
}

/** Milliseconds of seconds since 1970. */
export function readSeconds(text: string): number | null {
  return /^\d{1,11}$/.test(text) ? Number(text) * 1000 : null;
}

/** The day of a time, in UTC. */
export function dayOfTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString().slice(0, 10);
}

/** Also from an address, `https://www.imdb.com/title/tt0133093/`, and from digits alone. */
export function readImdbId(text: string): string | null {
  const id = /tt\d{7,10}(?!\d)/.exec(text)?.[0] ?? `tt${text.padStart(7, '0')}`;
  return text !== '' && OUTSIDE_IDS.imdb.test(id) && id !== 'tt0000000' ? id : null;
}

export function readTmdbId(text: string): string | null {
  const id = text.replace(/\.0$/, '');
  return OUTSIDE_IDS.tmdb.test(id) ? id : null;
}

export function readWikidataId(text: string): string | null {
  return OUTSIDE_IDS.wikidata.test(text) ? text : null;
}

/** The parts of a cell that are something. */
export function readList(text: string, separator: string | RegExp): string[] {
  const parts = text.split(separator).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

function timeOf(day: string, clock: string, zone: string): number | null {
  if (!isDay(day) || day < '1800') return null;
  const written = zone.toUpperCase() === 'UTC' ? 'Z' : zone;
  const time = Date.parse(`${day}T${clock}${written}`);
  return Number.isNaN(time) ? null : time;
}

function withPoints(text: string): { day: string; clock: string } | null {
  const [, day, month, year, clock = '00:00'] = WITH_POINTS.exec(text) ?? [];
  if (day === undefined || month === undefined) return null;
  return {
    day: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    clock: clock.replace(/^\d:/, '0$&'),
  };
}

function dayOf(year = '', month = '', day = ''): string {
  const number = MONTHS.indexOf(month) + 1;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
