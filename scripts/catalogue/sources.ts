import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A work of the Wikidata dump. Facts are Q-ids unless said otherwise. */
export type WikidataWork = {
  wikidata_id: string;
  /** English; may be out of date or vandalised. */
  label: string;
  enwiki_title: string;
  imdb_id: string;
  /** `YYYY-MM-DD`; on 1 January only the year is known. */
  publication_date?: string;
  genre?: string[];
  director?: string[];
  cast_member?: string[];
  country_of_origin?: string;
  metacritic_id?: string;
  series?: string;
  based_on?: string;
};

export type WikipediaFilm = {
  title: string;
  year: number;
  cast: string[];
  genres: string[];
  href?: string | null;
};
export type WikipediaFilm2016 = { title: string; year: number; director?: string };
export type Row = Record<string, string>;

export type Sources = ReturnType<typeof readSources>;

/** Reads the files that `server/data/README.md` names. */
export function readSources(dir: string) {
  const read = (file: string) => readFileSync(join(dir, file));
  const unzip = (file: string) => gunzipSync(read(file)).toString('utf8');
  return {
    compact: parseTsv(unzip('films-compact.tsv.gz')),
    extra: parseTsv(unzip('films-extra-american.tsv.gz')),
    works: parseJsonLines<WikidataWork>(unzip('wikidata-titles-2018.jsonl.gz')),
    people: parseCsv(unzip('wikidata-people-labels.csv.gz')),
    tmdbLinks: parseCsv(unzip('wikidata-tmdb-ids-2025.csv.gz')),
    genreMap: parseCsv(read('genre-map.csv').toString('utf8')),
    listed: parseJsonLines<WikipediaFilm>(unzip('wikipedia-american-films-2023.jsonl.gz')),
    listed2016: parseJsonLines<WikipediaFilm2016>(
      unzip('wikipedia-american-films-2016-directors.jsonl.gz'),
    ),
  };
}

function parseJsonLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

function parseTsv(text: string): Row[] {
  return toRows(text.split(/\r?\n/).map((line) => line.split('\t')));
}

/** RFC 4180: fields may be quoted, quotes in them doubled. */
function parseCsv(text: string): Row[] {
  const lines: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end !== ',') lines.push([]);
  }
  return toRows(lines);
}

function toRows([header, ...lines]: string[][]): Row[] {
  return lines
    .filter((line) => line.length === header!.length)
    .map((line) => Object.fromEntries(header!.map((name, index) => [name, line[index]!])));
}
