import { readDay, readImdbId, readScore, readTime, readTmdbId, textOrNull } from '../cells.js';
import type { AsideReason, Wish } from '../entry.js';
import { type Item, type ItemFormat, listAt, textAt } from '../items.js';
import { filmClue, putAside, tell, viewing } from '../told.js';

const SCALE = { least: 0, most: 100 };
const NAMED_LISTS = new Set(['people', 'metadata_groups']);
const LISTS = new Set(['workouts', 'workout_templates', 'measurements', 'exercises']);
const NOT_FILMS: Record<string, AsideReason> = { show: 'tv', video_game: 'game' };

/** Everything of one film in one item: any number of reviews and viewings, and the collections it is in. */
export const RYOT: ItemFormat = {
  service: 'ryot',

  partsOf: ({ first }) => (first !== null && isOfRyot(first) ? ['everything'] : []),

  reader:
    () =>
    ({ key, value }) => {
      const kind = textAt(value, 'lot');
      const source = kind === 'movie' ? textAt(value, 'source') : '';
      const identifier = textAt(value, 'identifier');
      const film = filmClue({
        title: textAt(value, 'source_id'),
        ids: {
          imdb: source === 'imdb' ? readImdbId(identifier) : null,
          tmdb: source === 'tmdb' ? readTmdbId(identifier) : null,
          wikidata: null,
        },
      });
      if (key !== 'metadata') return putAside(film, 'not-a-film');
      if (kind !== 'movie')
        return putAside(film, NOT_FILMS[kind] ?? 'not-a-film', kind.slice(0, 40));
      const reviews = listAt(value, 'reviews').map(readReview);
      if (reviews.includes(null)) return putAside(film, 'malformed', 'A rating is not 0 to 100.');
      const seen = listAt(value, 'seen_history')
        .filter(isCompleted)
        .map((time) => viewing({ watchedOn: readDay(textAt(time, 'ended_on')) }));
      const collected = listAt(value, 'collections').map((one) =>
        readCollection(one, seen.length > 0),
      );
      return tell(film, [
        ...reviews.flatMap((review) => review ?? []),
        ...seen,
        ...collected.flat(),
      ]);
    },
};

/** Its lists come in any order, and some may be empty. */
function isOfRyot({ key, value }: Item): boolean {
  if (key === 'metadata') return textAt(value, 'lot') !== '';
  const isNamed = textAt(value, 'source') !== '' && textAt(value, 'identifier') !== '';
  return (isNamed && key !== null && NAMED_LISTS.has(key)) || (key !== null && LISTS.has(key));
}

/** Older exports have no state, and what is not finished in them says how far it is. */
function isCompleted(time: unknown): boolean {
  const state = textAt(time, 'state');
  if (state !== '') return state === 'completed';
  const progress = textAt(time, 'progress');
  return progress === '' || Number(progress) >= 100;
}

/** A rating with its words, or words alone, which are of a viewing; null for a rating of no scale. */
function readReview(item: unknown): Wish[] | null {
  const score = readScore(textAt(item, 'rating'), SCALE);
  const words = textOrNull(textAt(item, 'review', 'text'));
  const at = readTime(textAt(item, 'review', 'date'));
  if (score === undefined) return null;
  if (score.length === 0) return words === null ? [] : [viewing({ review: words, loggedAt: at })];
  return score.map((given) => ({ kind: 'rating', score: given, ratedAt: at, note: words }));
}

function readCollection(item: unknown, isSeen: boolean): Wish[] {
  const name = textAt(item, 'collection_name');
  const at = readTime(textAt(item, 'created_on'));
  if (name === 'Watchlist') return [{ kind: 'watchlist', addedAt: at }];
  return name === 'Completed' && !isSeen ? [viewing({ loggedAt: at })] : [];
}
