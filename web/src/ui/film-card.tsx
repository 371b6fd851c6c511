import { type MouseEvent, memo, useDeferredValue } from 'react';
import { Link } from 'wouter';
import type { Shape } from '../api.ts';
import { pathTo } from '../paths.ts';
import { GivenStars } from './given-stars.tsx';
import { Poster } from './poster.tsx';
import { ScoreBadge } from './score-badge.tsx';
import { Stars } from './stars.tsx';

/** What a card shows of a film; `name` is how it is rated: its id, or `tmdb:…` for one that is not here yet. */
export type CardFilm = {
  name: string;
  title: string;
  year: number | null;
  genre?: string | undefined;
  posterUrl: string | null;
  score?: Shape<'Score'> | null;
};

/** Instead of following the link: prevents its default. */
type OnOpen = (event: MouseEvent, film: CardFilm) => void;

const cards = new WeakMap<Shape<'Movie'>, CardFilm>();

/** The same card for the same movie, so that of a list that grows only what is new is drawn. */
export function cardOf(movie: Shape<'Movie'>): CardFilm {
  const { id, title, year, genres, posterUrl, score } = movie;
  const made = cards.get(movie);
  const card = made ?? { name: String(id), title, year, genre: genres[0], posterUrl, score };
  if (made === undefined) cards.set(movie, card);
  return card;
}

/**
 * A film of a wall: poster, title and year that are always readable, the crowd's score, and my stars right there, or
 * those that somebody else has `given`. `mine` are my own as the list has them.
 */
export const FilmCard = memo(function FilmCard({
  film,
  rank,
  given,
  mine,
  eager = false,
  onOpen,
}: {
  film: CardFilm;
  rank?: number;
  given?: number | null;
  mine?: number | null;
  eager?: boolean;
  onOpen?: OnOpen | undefined;
}) {
  const { name, title, year, genre, posterUrl, score } = film;
  const href = pathTo('/film/:movie', { movie: name });
  const open = (event: MouseEvent) => onOpen?.(event, film);
  return (
    <article className="group flex min-w-0 flex-col">
      <Link
        href={href}
        onClick={open}
        className="block rounded-lg"
        aria-hidden="true"
        tabIndex={-1}
      >
        <div className="transition-transform duration-300 ease-quiet group-hover:-translate-y-1">
          <Poster title={title} year={year} genre={genre} url={posterUrl} eager={eager} />
        </div>
      </Link>
      {/* Titles are of one line or of two: the stars come first for the eye, so that they stand in a row. */}
      <div className="order-1 min-h-[3.9rem] text-sm text-faint">
        <p className="line-clamp-2 text-[0.9375rem] leading-[1.3] font-semibold text-ink wrap-anywhere">
          <Link href={href} onClick={open} className="rounded" dir="auto">
            {rank !== undefined && <span className="figures mr-1.5 text-faint">{rank}</span>}
            {title}
          </Link>
        </p>
        <div className="mt-0.5 flex min-h-5 items-center justify-between gap-2">
          <span className="figures">{year}</span>
          {score !== undefined && <ScoreBadge name={name} score={score} />}
        </div>
      </div>
      <div className="mt-1.5 mb-1 -ml-0.5 grid h-8 content-center pointer-coarse:my-0 pointer-coarse:h-11">
        {given === undefined ? (
          <Stars name={name} title={title} meanwhile={mine ?? null} />
        ) : (
          <GivenStars stars={given} />
        )}
      </div>
    </article>
  );
});

/** As large as a card, while it is on its way. */
export function FilmCardSkeleton() {
  return (
    <div className="flex flex-col" aria-hidden="true">
      <div className="aspect-2/3 w-full rounded-lg bg-raised" />
      <div className="mt-1.5 mb-1 h-8 pointer-coarse:my-0 pointer-coarse:h-11" />
      <div className="h-[3.9rem]">
        <div className="h-4 w-4/5 rounded bg-raised" />
      </div>
    </div>
  );
}

type Films = {
  films: readonly CardFilm[] | undefined;
  places?: number;
  ranked?: boolean;
  onOpen?: OnOpen;
};

/** A wall of films, or as many empty places while they come. */
export function Wall(props: Films) {
  return <Cards {...props} className="wall" />;
}

/** As a wall; on a phone in one row, to be pushed along. */
export function Shelf(props: Films) {
  return <Cards {...props} className="shelf" />;
}

function Cards({
  films: latest,
  places = 12,
  ranked = false,
  onOpen,
  className,
}: Films & { className: string }) {
  // In steps: two dozen cards at once would hold a phone.
  const films = useDeferredValue(latest);
  if (films === undefined) {
    return (
      <div className={className}>
        {Array.from({ length: places }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty places have nothing else
          <FilmCardSkeleton key={`place-${place}`} />
        ))}
      </div>
    );
  }
  return (
    <ul className={className}>
      {films.map((film, place) => (
        <li key={film.name} className="min-w-0">
          <FilmCard
            film={film}
            eager={place < 6}
            {...(ranked && { rank: place + 1 })}
            onOpen={onOpen}
          />
        </li>
      ))}
    </ul>
  );
}
