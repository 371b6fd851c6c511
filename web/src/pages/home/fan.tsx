import type { CardFilm } from '../../ui/film-card.tsx';
import { Poster } from '../../ui/poster.tsx';

const PLACES = [
  '-rotate-8 translate-x-5 translate-y-4',
  'z-10',
  'rotate-8 -translate-x-5 translate-y-4',
];

/** Three posters as one holds cards. */
export function Fan({ films }: { films: readonly CardFilm[] }) {
  return (
    <div aria-hidden="true" className="flex items-center">
      {films.slice(0, PLACES.length).map(({ name, title, year, genre, posterUrl }, n) => (
        <div key={name} className={`w-40 rounded-lg shadow-lift ${PLACES[n]}`}>
          <Poster title={title} year={year} genre={genre} url={posterUrl} />
        </div>
      ))}
    </div>
  );
}
