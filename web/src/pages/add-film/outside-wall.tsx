import type { MouseEvent } from 'react';
import type { Shape } from '../../api.ts';
import { type CardFilm, Wall } from '../../ui/film-card.tsx';

type Film = Shape<'Popular'>['items'][number];
type Props = { films: readonly Film[] | undefined; onBringIn(tmdbId: number): void };

const OUTSIDE = /^tmdb:(\d+)$/;

/** Films of TMDB: choosing one brings it in, where it is not here; so does rating it. */
export function OutsideWall({ films, onBringIn }: Props) {
  function onOpen(event: MouseEvent, { name }: CardFilm) {
    const tmdbId = OUTSIDE.exec(name)?.[1];
    // In a tab of its own, the page of the film offers the same.
    if (tmdbId === undefined || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onBringIn(Number(tmdbId));
  }
  return <Wall films={films?.map(toCard)} places={6} onOpen={onOpen} />;
}

function toCard({ tmdbId, movieId, title, year, genres, posterUrl }: Film): CardFilm {
  const name = movieId === null ? `tmdb:${tmdbId}` : String(movieId);
  return { name, title, year, genre: genres[0], posterUrl };
}
