import { cleaned } from './cells.js';
import type { FilmClue, Part, Service } from './entry.js';
import type { Told } from './told.js';

/** Where the columns of a table are, by name, in whatever letters. */
export type Header = {
  has(...columns: string[]): boolean;
  /** Whether there is no other column than these. */
  within(columns: readonly string[]): boolean;
  /** The cell of a record, cleaned; empty where there is none. Of two columns of one name it is the first. */
  cell(record: readonly string[], column: string): string;
};

/** A table as it begins. `first` is its first record, which is a header for all but a few. */
export type Start = { name: string; first: readonly string[]; header: Header };

/** What one file of an upload may need to know of the others. */
export type UploadContext = {
  /** Whether the upload has a file of this kind. */
  has(service: Service, part: Part): boolean;
  /** Films by what a data set calls them, as its files of films were read. */
  films: Map<string, FilmClue>;
  person: string | undefined;
};

export type RecordReader = {
  /** Called with every record before the first is read, where one record alone does not say how to read it. */
  survey?(record: readonly string[]): void;
  /** Null for what is no row: a second header, say. */
  read(record: readonly string[]): Told | null;
};

/** A kind of table that we know. */
export type TableFormat = {
  service: Service;
  /** Without a header, the first record is a row. */
  headerless?: boolean;
  /** What it may be about: nothing where it is not of this service, several where its content does not say. */
  partsOf(start: Start): Part[];
  reader(part: Part, start: Start, context: UploadContext): RecordReader;
};

export function headerOf(first: readonly string[]): Header {
  const places = new Map<string, number>();
  for (const [place, name] of first.entries()) {
    const known = name.trim().toLowerCase();
    if (!places.has(known)) places.set(known, place);
  }
  return {
    has: (...columns) => columns.every((column) => places.has(column.toLowerCase())),
    within: (columns) => {
      const names = new Set(columns.map((column) => column.toLowerCase()));
      return [...places.keys()].every((place) => names.has(place));
    },
    cell: (record, column) => cleaned(record[places.get(column.toLowerCase()) ?? -1] ?? ''),
  };
}

/** Whether the name of a file, without the folders it is in, has this in it. */
export function isNamed(name: string, pattern: RegExp): boolean {
  return pattern.test(name.slice(name.lastIndexOf('/') + 1).toLowerCase());
}

/** Whether a file is in one of these folders. */
export function isIn(name: string, ...folders: string[]): boolean {
  return name
    .split('/')
    .slice(0, -1)
    .some((folder) => folders.includes(folder.toLowerCase()));
}
