import type { AsideReason, Part, Row, Service, UploadFile, Wish } from '../../src/imports/entry.js';
import { type Scale, scalesFor } from '../../src/imports/scale.js';

/**
 * What was found in a file. Every row is among `taken` or `aside`. `scales`: those its scores may be on; none where it
 * has no scores, and more than one where the person is to be asked.
 */
export type FileSummary = {
  name: string;
  known: { service: Service; part: Part } | null;
  rows: number;
  taken: number;
  aside: Partial<Record<AsideReason, number>>;
  wishes: Record<Wish['kind'], number>;
  scales: Scale[];
};

export type UploadSummary = {
  add(row: Row): void;
  /** In the order of the files, with those that have no row. */
  files(): FileSummary[];
};

/** Counts rows as they are read. */
export function summarise(files: readonly UploadFile[]): UploadSummary {
  const counts = new Map(files.map((file) => [file.name, { ...nothingOf(file), highest: -1 }]));
  return {
    add({ file, aside, wishes }) {
      const count = counts.get(file);
      if (count === undefined) throw new RangeError(`a row of no file: ${file}`);
      count.rows++;
      if (aside !== null) count.aside[aside.why] = (count.aside[aside.why] ?? 0) + 1;
      else count.taken++;
      for (const wish of wishes) {
        count.wishes[wish.kind]++;
        if ('score' in wish) count.highest = Math.max(count.highest, wish.score ?? -1);
      }
    },
    files: () =>
      [...counts.values()].map(({ highest, ...summary }) => ({
        ...summary,
        scales: highest < 0 || !summary.known ? [] : scalesFor(summary.known.service, highest),
      })),
  };
}

function nothingOf({ name, known }: UploadFile): FileSummary {
  const wishes = { rating: 0, viewing: 0, watchlist: 0, favourite: 0 };
  return { name, known, rows: 0, taken: 0, aside: {}, wishes, scales: [] };
}
