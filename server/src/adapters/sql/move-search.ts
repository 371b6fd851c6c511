import { sql } from 'kysely';
import { fold } from '../../movies/fold.js';
import type { MovieId } from '../../movies/movie.js';
import { movieWords } from '../../movies/search-text.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';

const MOVIES_A_PAGE = 1000;
const WORDS_A_PAGE = 20_000;

/** Makes every movie found in `to` by the words that it is found by in `from`. */
export async function rebuildSearch(from: Db, to: Db): Promise<void> {
  await indexMovies(from, to);
  await learnWords(from, to);
}

async function indexMovies(from: Db, to: Db): Promise<void> {
  let after = 0 as MovieId;
  for (;;) {
    const movies = await from
      .selectFrom('movies')
      .select(['id', 'title', 'original_title'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(MOVIES_A_PAGE)
      .execute();
    const last = movies.at(-1)?.id;
    if (last === undefined) return;
    const names = await peopleOf(from, after, last);
    await engineOf(to).search.add(
      to,
      movies.map(({ id, title, original_title }) => [
        id,
        movieWords({ title, originalTitle: original_title }),
        fold(names.get(id)?.join(' ') ?? ''),
      ]),
    );
    await new Promise(setImmediate);
    after = last;
  }
}

/** The names of directors and cast of the movies behind one up to another. */
async function peopleOf(db: Db, after: MovieId, last: MovieId): Promise<Map<MovieId, string[]>> {
  const rows = await db
    .selectFrom('credits')
    .innerJoin('people', 'people.id', 'credits.person_id')
    .select(['credits.movie_id', 'people.name'])
    .where('credits.movie_id', '>', after)
    .where('credits.movie_id', '<=', last)
    .orderBy('credits.movie_id')
    .orderBy('credits.job', 'desc')
    .orderBy('credits.position')
    .execute();
  const names = new Map<MovieId, string[]>();
  for (const { movie_id, name } of rows) {
    const known = names.get(movie_id);
    if (known === undefined) names.set(movie_id, [name]);
    else known.push(name);
  }
  return names;
}

/** Also words that no movie has any more, so that what is misspelt is corrected to the same. */
async function learnWords(from: Db, to: Db): Promise<void> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<{ id: number; word: string }>`
      select id, word from search_words where id > ${after}
      order by id limit ${sql.lit(WORDS_A_PAGE)}`.execute(from);
    const last = rows.at(-1);
    if (last === undefined) return;
    await engineOf(to).search.learn(
      to,
      rows.map(({ word }) => word),
    );
    await new Promise(setImmediate);
    after = last.id;
  }
}
