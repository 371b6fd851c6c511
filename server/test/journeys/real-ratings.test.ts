import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HalfstarClient } from '../../../client/src/index.js';
import { databaseLike } from '../support/database.js';
import {
  cleanUp,
  type Server,
  startProgram,
  startServer,
  temporaryFolder,
} from '../support/process.js';
import { makeTemplate } from '../support/template.js';
import { until } from '../support/until.js';

/** Ratings that people really gave. They are not ours to ship: they lie beside the checkout, or nowhere. */
const DATA = join(import.meta.dirname, '../../../../shared/data/movielens/ml-latest-small');
const FILES = ['ratings.csv', 'movies.csv', 'links.csv'];
if (!existsSync(DATA)) {
  process.stderr.write(
    `NO FOLDER ${DATA}: PREDICTIONS ARE NOT TESTED BY RATINGS THAT PEOPLE REALLY GAVE.\n`,
  );
}

const RATED = 16;
const WATCHED = 8;
const PATIENCE_MS = 60_000;
/** Half of an 80 % interval, in standard deviations. */
const EIGHTY = 1.2816;

type Said = { stars: number; sd: number; like: number; filmMean: number; came: number };

describe.runIf(existsSync(DATA))('with the ratings of hundreds of people', () => {
  let server: Server;
  let ana: HalfstarClient;

  beforeAll(async () => {
    const folder = temporaryFolder();
    for (const name of FILES) {
      writeFileSync(join(folder, name), gunzipSync(readFileSync(join(DATA, `${name}.gz`))));
    }
    const template = await makeTemplate({ films: 300, people: 2 });
    const { settings } = await databaseLike(template);
    for (const args of [['load', 'movielens', folder], ['train']]) {
      const program = startProgram(args, settings);
      expect(await program.ended, program.err.join('\n')).toEqual({ code: 0, signal: null });
    }
    server = await startServer({ settings });
    ana = server.client(template.people[1]?.token);
    await until('a model serves', PATIENCE_MS, async () => (await quality()).model !== null);
  });
  afterAll(cleanUp);

  const quality = async () => (await server.client().GET('/api/v1/predictions/quality')).data!;
  const predicted = async (movie: number) =>
    (
      await ana.GET('/api/v1/users/me/predictions/{movie}', {
        params: { path: { movie: String(movie) } },
      })
    ).data!;
  /** What many have rated, not rated by ana yet. */
  const known = async () =>
    (
      await ana.GET('/api/v1/movies', {
        params: { query: { sort: '-popularity', limit: 100, include: 'prediction' } },
      })
    ).data!.items.filter(
      ({ score, prediction }) => prediction !== null && (score?.count ?? 0) > 40,
    );

  it('predictions follow each rating, name the films they come from, and are judged as anyone would', async () => {
    const films = await until('scores are out', PATIENCE_MS, async () => {
      const all = await known();
      return all.length > RATED + WATCHED && all;
    });
    const isDark = ({ genres }: (typeof films)[0]) =>
      genres.some((genre) => ['Horror', 'Science Fiction', 'Sci-Fi', 'Thriller'].includes(genre));
    const [rating, watching] = [films.slice(0, RATED), films.slice(RATED, RATED + WATCHED)];
    const watched = async () =>
      Promise.all(watching.map(async ({ id }) => (await predicted(id)).prediction?.stars));
    const rated = new Map<number, { title: string; stars: number }>();
    const said: Said[] = [];
    let before = await watched();
    for (const film of rating) {
      const { id, title } = film;
      const { rated: given, prediction } = await predicted(id);
      expect(given).toBeNull();
      const filmMean = film.score!.mean;
      const stars = isDark(film) ? 4.5 : 2;
      const params = { path: { user: 'me', movie: String(id) } };
      const path = '/api/v1/users/{user}/ratings/{movie}';
      expect((await ana.PUT(path, { params, body: { stars } })).response.status).toBe(201);
      rated.set(id, { title, stars });
      said.push({ ...prediction!, filmMean, came: stars });
      const after = await watched();
      expect(after).not.toEqual(before);
      await until('it is judged', PATIENCE_MS, async () => (await quality()).count === said.length);
      before = await watched();
    }

    for (const { id } of watching) {
      const { prediction, parts, reasons, explanation } = await predicted(id);
      expect(prediction?.basis).toBe('taste');
      expect(reasons.length).toBeGreaterThan(0);
      for (const { movie, stars } of reasons) {
        expect(rated.get(movie.id)).toEqual({ title: movie.title, stars });
      }
      expect(explanation.en.join(' ')).toContain(reasons[0]!.movie.title);
      const effects = reasons.reduce((sum, { effect }) => sum + effect, 0);
      const sum = parts!.film + parts!.habit + parts!.rest + effects;
      expect(prediction?.stars).toBeCloseTo(Math.min(5, Math.max(0, sum)), 4);
    }
    // Who likes what is dark is predicted to like it more than before, against the rest.
    const meanOf = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
    const gapOf = (all: typeof films) => {
      const rest = all.filter(({ id }) => !rated.has(id));
      const starsOf = (some: typeof films) => meanOf(some.map((film) => film.prediction!.stars));
      return starsOf(rest.filter(isDark)) - starsOf(rest.filter((film) => !isDark(film)));
    };
    expect(gapOf(await known())).toBeGreaterThan(gapOf(films));

    const told = await quality();
    const off = said.map(({ stars, came }) => stars - came);
    const rootOf = (errors: number[]) => Math.sqrt(meanOf(errors.map((error) => error * error)));
    expect(told.count).toBe(RATED);
    expect(told.rmse).toBeCloseTo(rootOf(off), 2);
    expect(told.mae).toBeCloseTo(meanOf(off.map(Math.abs)), 2);
    expect(told.bias).toBeCloseTo(meanOf(off), 2);
    expect(told.filmMeanRmse).toBeCloseTo(
      rootOf(said.map(({ filmMean, came }) => filmMean - came)),
      2,
    );
    const within = off.filter((error, i) => Math.abs(error) <= EIGHTY * said[i]!.sd).length;
    expect(told.coverage.find(({ percent }) => percent === 80)?.share).toBeCloseTo(
      within / RATED,
      6,
    );
    expect(told.liking.brier).toBeCloseTo(
      meanOf(said.map(({ like, came }) => (like - (came >= 4 ? 1 : 0)) ** 2)),
      2,
    );
  });
});
