import { isDay } from '../../movies/day.js';
import type { TableFormat } from '../table.js';
import { filmClue, putAside, tell, viewing } from '../told.js';

/** What seasons are called, in the languages of accounts. */
const SEASON =
  'season series part volume vol chapter book staffel teil saison partie temporada parte stagione libro capítulo säsong sesong sæson kausi seizoen deel sezon sezona seria évad sezóna série сезон'.replaceAll(
    ' ',
    '|',
  );
const UNNUMBERED = 'limited series|mini-?series|mini-?s[ée]rie|série limitée';
/** `Show: Season 1: Episode`. Films have colons too, but no such word between two. */
const EPISODE = new RegExp(
  `: (?:(?:${SEASON})\\.? [\\divx]+|[\\divx]+\\.? ?(?:${SEASON})|${UNNUMBERED}|第 ?\\d+ ?[季部]|シーズン ?\\d+|시즌 ?\\d+|الموسم \\d+)(?: [^:]*)?: `,
  'iu',
);
/** No film has so many. */
const MANY_COLONS = /: .*: .*: /;
const DATE = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})$/;

type Order = 'year-first' | 'day-first' | 'month-first';
type Parts = [first: number, second: number, third: number];

/**
 * What was played, and nothing else. The order of day and month is that of the account's language: it is found out from
 * all dates of the file, and where they do not tell, days are left open.
 */
export const NETFLIX: TableFormat = {
  service: 'netflix',

  partsOf: ({ header }) =>
    header.has('Title', 'Date') && header.within(['Title', 'Date']) ? ['watched'] : [],

  reader(_part, { header }) {
    const possible = new Set<Order>(['year-first', 'day-first', 'month-first']);
    /** How often a day is later than the one above it: the newest comes first. */
    const rises = { 'day-first': 0, 'month-first': 0 };
    const before: Partial<Record<keyof typeof rises, string>> = {};

    return {
      survey(record) {
        const parts = datePartsOf(header.cell(record, 'Date'));
        if (parts === null) return;
        for (const order of possible) if (dayIn(parts, order) === null) possible.delete(order);
        for (const order of ['day-first', 'month-first'] as const) {
          const day = dayIn(parts, order);
          if (day === null) continue;
          if (day > (before[order] ?? day)) rises[order]++;
          before[order] = day;
        }
      },
      read(record) {
        const title = header.cell(record, 'Title');
        const film = filmClue({ title });
        if (EPISODE.test(title) || MANY_COLONS.test(title)) return putAside(film, 'episode');
        const parts = datePartsOf(header.cell(record, 'Date'));
        const order = likeliest(possible, rises);
        const watchedOn = parts !== null && order !== null ? dayIn(parts, order) : null;
        return tell(film, [viewing({ watchedOn })]);
      },
    };
  },
};

function likeliest(
  possible: ReadonlySet<Order>,
  rises: Record<'day-first' | 'month-first', number>,
): Order | null {
  const [only, ...others] = possible;
  if (only === undefined || others.length === 0) return only ?? null;
  if (rises['day-first'] === rises['month-first']) return null;
  return rises['day-first'] < rises['month-first'] ? 'day-first' : 'month-first';
}

function datePartsOf(text: string): Parts | null {
  const [, first, , second, third] = DATE.exec(text) ?? [];
  return first === undefined ? null : [Number(first), Number(second), Number(third)];
}

/** Null where that order makes no day of it. Years have four digits, or the last two of this century's. */
function dayIn([first, second, third]: Parts, order: Order): string | null {
  const [year, month, day] =
    order === 'year-first'
      ? [first, second, third]
      : [
          third < 100 ? 2000 + third : third,
          ...(order === 'day-first' ? [second, first] : [first, second]),
        ];
  if (year === undefined || year < 1000) return null;
  const text = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
  return isDay(text) ? text : null;
}
