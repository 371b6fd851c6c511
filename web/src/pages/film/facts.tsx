import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Shape } from '../../api.ts';
import { date, duration } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { genreName } from '../../words/genres.ts';
import { People } from './people.tsx';

export function Facts({ film }: { film: Shape<'Movie'> }) {
  const { t } = useTranslation('film');
  const { title, originalTitle, releaseDate, runtimeMinutes, genres, cast, ids } = film;
  const elsewhere = [
    ids.imdb !== null && ['IMDb', `https://www.imdb.com/title/${ids.imdb}/`],
    ids.tmdb !== null && ['TMDB', `https://www.themoviedb.org/movie/${ids.tmdb}`],
    ids.wikidata !== null && ['Wikidata', `https://www.wikidata.org/wiki/${ids.wikidata}`],
  ].filter((one) => one !== false) as [string, string][];
  return (
    <dl className="mt-8 grid gap-x-8 gap-y-4 text-[0.9375rem] sm:grid-cols-2">
      {cast.length > 0 && (
        <Fact name={t('cast')} wide>
          <People people={cast} />
        </Fact>
      )}
      {originalTitle !== null && originalTitle !== title && (
        <Fact name={t('originalTitle')}>{originalTitle}</Fact>
      )}
      {releaseDate !== null && (
        <Fact name={t('released')}>{date(releaseDate, { dateStyle: 'long' })}</Fact>
      )}
      {runtimeMinutes !== null && <Fact name={t('runtime')}>{duration(runtimeMinutes)}</Fact>}
      {genres.length > 0 && (
        <Fact name={t('genres')}>
          <span className="flex flex-wrap gap-2 pt-1">
            {genres.map((genre) => (
              <Link
                key={genre}
                href={`${pathTo('/charts/:chart', { chart: 'best' })}?genre=${encodeURIComponent(genre)}`}
                className="rounded-full bg-raised px-3 py-1 text-sm hover:bg-line"
              >
                {genreName(genre)}
              </Link>
            ))}
          </span>
        </Fact>
      )}
      {elsewhere.length > 0 && (
        <Fact name={t('elsewhere')}>
          <span className="flex gap-4">
            {elsewhere.map(([where, href]) => (
              <a
                key={where}
                href={href}
                rel="noreferrer"
                className="underline decoration-line underline-offset-4 hover:decoration-star"
              >
                {where}
              </a>
            ))}
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({
  name,
  wide = false,
  children,
}: {
  name: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={wide ? 'sm:col-span-2' : ''}>
      <dt className="text-sm text-faint">{name}</dt>
      <dd className="mt-0.5 leading-relaxed">{children}</dd>
    </div>
  );
}
