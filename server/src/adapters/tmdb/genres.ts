/** TMDB's genres by id, those of old too, as our catalogue names them. */
const NAMES: Record<number, string> = {
  12: 'Adventure',
  14: 'Fantasy',
  16: 'Animation',
  18: 'Drama',
  22: 'Music',
  27: 'Horror',
  28: 'Action',
  35: 'Comedy',
  36: 'History',
  37: 'Western',
  53: 'Thriller',
  80: 'Crime',
  82: 'Action',
  99: 'Documentary',
  105: 'Action',
  878: 'Science Fiction',
  9648: 'Mystery',
  9805: 'Sport',
  10402: 'Music',
  10748: 'Thriller',
  10749: 'Romance',
  10751: 'Family',
  10752: 'War',
  10753: 'Film Noir',
  10754: 'Film Noir',
  10755: 'Short',
  10757: 'Sport',
  10758: 'Sport',
};

/** Null for those that are none of a film's matter, such as "TV Movie". */
export function genreName(id: number | null): string | null {
  return id === null ? null : (NAMES[id] ?? null);
}
