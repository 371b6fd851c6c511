const NUMBER = /^(?:tmdb:)?([1-9]\d{0,9})$/;
const ADDRESS = /themoviedb\.org\/(?:[a-z-]+\/)?movie\/([1-9]\d{0,9})/;

/** `603` of `603`, `tmdb:603` or `https://www.themoviedb.org/movie/603-the-matrix`; null of anything else. */
export function tmdbNumber(text: string): number | null {
  const found = NUMBER.exec(text.trim()) ?? ADDRESS.exec(text);
  return found === null ? null : Number(found[1]);
}
