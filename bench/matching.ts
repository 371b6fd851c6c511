/**
 * How well the films of uploads are matched to the catalogue that ships, by title, year and directors: the ids of a file
 * are hidden, and say afterwards what is true. Films that are not in the catalogue count where they are matched to
 * another one. A folder holds `movies.csv.gz` and `links.csv.gz` of MovieLens, or exports as services give them.
 *
 * Letterboxd gives no ids. There the film is in the catalogue when exactly one has its very title and year, letter by
 * letter; what of the others is true someone must have looked up, in a file of lines `title<tab>year<tab>title in the
 * catalogue<tab>year in the catalogue`, the last two empty where the catalogue has no such film.
 *
 *   npx tsx bench/matching.ts [--truth FILE] FOLDER…
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { bytesOfFile } from '../server/src/adapters/uploads/bytes.js';
import { fileUploads } from '../server/src/adapters/uploads/uploads.js';
import type { FilmClue } from '../server/src/imports/entry.js';
import type { KnownFilm } from '../server/src/imports/likeness.js';
import { filmMatcher } from '../server/src/imports/match-films.js';
import { titleIndexBuilder } from '../server/src/imports/title-index.js';
import { partTitle } from '../server/src/imports/titles.js';
import { filmClue } from '../server/src/imports/told.js';
import type { MovieId } from '../server/src/movies/movie.js';
import { openStore } from '../server/src/open-store.js';
import { someFilms } from '../server/test/support/films.js';

/** `truth`: its movie; null: the catalogue has none; undefined: nobody knows. */
type Asked = { clue: FilmClue; truth: MovieId | null | undefined };

const MANY = 100_000;
const NO_IDS = { imdb: null, tmdb: null, wikidata: null };
const { values, positionals: folders } = parseArgs({
  options: { truth: { type: 'string' } },
  allowPositionals: true,
});
const say = (text: string) => void process.stdout.write(`${text}\n`);

const store = await openStore({ database: { kind: 'memory' } });
await store.catalogue.load(await someFilms(Number.POSITIVE_INFINITY), 1, () => {});
const films = await allFilms();
const byTitle = grouped([...films.values()]);
const lookedUp = readTruth(values.truth);
const matcher = filmMatcher(store);

const everything: Asked[] = [];
for (const folder of folders) {
  if (existsSync(join(folder, 'links.csv.gz'))) await measure(folder, await movieLens(folder));
  else await measure(folder, await exported(folder));
}
if (everything.length > 0) await measureSpeed();
await store.close();

async function measure(name: string, asked: Asked[]): Promise<void> {
  const matches = await matcher.match(asked.map(({ clue }) => hidden(clue)));
  const counts = { here: 0, right: 0, wrong: 0, unsure: 0, unknown: 0, nobodyKnows: 0 };
  asked.forEach(({ clue, truth }, i) => {
    const match = matches[i] ?? { kind: 'unknown' };
    if (truth === undefined) {
      counts.nobodyKnows++;
      if (match.kind !== 'unknown') say(`not looked up: ${told(clue)}`);
      return;
    }
    if (truth !== null) counts.here++;
    if (match.kind === 'found' && match.movieId === truth) counts.right++;
    else if (match.kind === 'found') {
      // Without an id in the catalogue it may well be the same film.
      if (truth === null && films.get(match.movieId)?.ids.imdb === null) counts.nobodyKnows++;
      else {
        counts.wrong++;
        say(`wrong: ${told(clue)} is matched to ${toldOf(match.movieId)}`);
      }
    } else if (truth !== null) counts[match.kind]++;
  });
  const { here, right, wrong, unsure, unknown, nobodyKnows } = counts;
  const judged = asked.length - nobodyKnows;
  say(
    `${name}: of ${asked.length} films, ${here} in the catalogue; ${percent(right, here)} right, ` +
      `${percent(unsure, here)} unsure, ${percent(unknown, here)} not found; ` +
      `${wrong} wrong, ${percent(wrong, judged)} of ${judged}`,
  );
  everything.push(...asked);
}

async function measureSpeed(): Promise<void> {
  const many = Array.from({ length: MANY }, (_, i) => everything[i % everything.length] as Asked);
  const began = performance.now();
  await filmMatcher(store).match(many.map(({ clue }) => hidden(clue)));
  const seconds = (performance.now() - began) / 1000;
  const hashing = performance.now();
  const builder = titleIndexBuilder();
  builder.add([...films.values()]);
  builder.build();
  const index = (performance.now() - hashing) / 1000;
  say(
    `${MANY} films matched in ${seconds.toFixed(1)} s, ${index.toFixed(1)} s of it for the index`,
  );
}

async function movieLens(folder: string): Promise<Asked[]> {
  const table = (name: string) =>
    parse<Record<string, string>>(gunzipSync(readFileSync(join(folder, name))), { columns: true });
  const imdbOf = new Map(
    table('links.csv.gz').map(({ movieId, imdbId }) => [movieId, `tt${imdbId}`]),
  );
  const ours = await moviesOf([...imdbOf.values()]);
  return table('movies.csv.gz').map(({ movieId, title = '' }) => {
    const { title: name, otherTitle, year } = partTitle(title.trim());
    const clue = filmClue({ title: name, originalTitle: otherTitle, year });
    return { clue, truth: ours.get(imdbOf.get(movieId) ?? '') ?? null };
  });
}

/** Every film of every file of the folder, once. */
async function exported(folder: string): Promise<Asked[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(csv|zip)$/.test(name),
  );
  const zips = files.filter((name) => name.endsWith('.zip'));
  const clues = new Map<string, FilmClue>();
  for (const name of zips.length > 0 ? zips : files) {
    const upload = await fileUploads().open(await bytesOfFile(join(folder, name)), name);
    for await (const rows of upload.rows) {
      for (const { film, aside } of rows) {
        if (aside === null) clues.set(JSON.stringify([film.title, film.year, film.ids]), film);
      }
    }
  }
  const all = [...clues.values()];
  const ours = await moviesOf(all.flatMap(({ ids }) => ids.imdb ?? []));
  return all.map((clue) => {
    if (clue.ids.imdb !== null) return { clue, truth: ours.get(clue.ids.imdb) ?? null };
    const key = `${clue.title}\t${clue.year}`;
    const same = byTitle.get(key) ?? [];
    return { clue, truth: same.length === 1 ? same[0]?.id : lookedUp.get(key) };
  });
}

async function moviesOf(imdbIds: string[]): Promise<Map<string, MovieId>> {
  const ours = new Map<string, MovieId>();
  for (let i = 0; i < imdbIds.length; i += 1000) {
    const some = await store.movies.resolveAll('imdb', imdbIds.slice(i, i + 1000));
    for (const [id, movie] of some) ours.set(id, movie);
  }
  return ours;
}

async function allFilms(): Promise<Map<MovieId, KnownFilm>> {
  const all = new Map<MovieId, KnownFilm>();
  for (let after: MovieId | null = null; ; ) {
    const page = await store.knownFilms.page(after, 1000);
    const last = page.at(-1);
    if (last === undefined) return all;
    for (const film of await store.knownFilms.describe(page.map(({ id }) => id))) {
      all.set(film.id, film);
    }
    after = last.id;
  }
}

function readTruth(file: string | undefined): Map<string, MovieId | null> {
  if (file === undefined) return new Map();
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [title, year, ours = '', itsYear = ''] = line.split('\t');
      const [film, ...more] = ours === '' ? [] : (byTitle.get(`${ours}\t${itsYear}`) ?? []);
      if (ours !== '' && (film === undefined || more.length > 0))
        throw new Error(`no one film: ${line}`);
      return [`${title}\t${year}`, film?.id ?? null];
    }),
  );
}

function hidden(clue: FilmClue): FilmClue {
  return { ...clue, ids: NO_IDS };
}

function told({ title, year }: { title: string; year: number | null }): string {
  return `${title} (${year})`;
}

function toldOf(id: MovieId): string {
  const film = films.get(id);
  return film === undefined ? 'nothing' : `${told(film)}, ${film.ids.imdb}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(2)} %`;
}

function grouped(all: readonly KnownFilm[]): Map<string, KnownFilm[]> {
  const groups = new Map<string, KnownFilm[]>();
  for (const film of all) {
    const key = `${film.title}\t${film.year}`;
    groups.set(key, [...(groups.get(key) ?? []), film]);
  }
  return groups;
}
