import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { starsText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { FixRow } from './fix-row.tsx';
import { Said } from './said.tsx';
import type { Import, Row, Verdict } from './upload.ts';

const LOOKS: Record<Verdict, string> = {
  new: 'text-good',
  changed: 'text-good',
  same: 'text-faint',
  conflict: 'text-star-text',
  unmatched: 'text-danger',
  aside: 'text-faint',
};

/** What a row tells, which film it is of, and what comes of it. */
export function OneRow({ one, row }: { one: Import; row: Row }) {
  const { t } = useTranslation('imports');
  const [isFixing, setFixing] = useState(false);
  const { film, movie, verdict, said, aside, creates, mine } = row;
  const title = film.title || idOf(row);
  const isOther = movie !== null && (movie.title !== film.title || movie.year !== film.year);
  // What could not be read cannot be put right.
  const mayFix = one.state === 'ready' && said.length > 0;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="wrap-anywhere">
          <bdi className="font-medium">{title || t('untitled')}</bdi>{' '}
          <span className="figures text-sm text-faint">{film.year}</span>
        </p>
        {movie && isOther && (
          <p className="text-sm text-soft wrap-anywhere">
            {t('is')}{' '}
            <Link
              href={pathTo('/film/:movie', { movie: movie.id })}
              className="underline decoration-line underline-offset-4 hover:decoration-star"
            >
              <bdi>{movie.title}</bdi>
            </Link>{' '}
            <span className="figures text-faint">{movie.year}</span>
          </p>
        )}
        {creates && <p className="text-sm text-soft">{t('becomesNew')}</p>}
        {said.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are told in this order
          <Said key={place} said={one} />
        ))}
        {verdict === 'conflict' && mine && (
          <p className="text-sm text-soft">{t('yoursNow', { stars: starsText(mine.stars) })}</p>
        )}
        {aside && <Why {...aside} />}
      </div>
      <div className="flex min-h-9 items-center gap-2">
        {verdict && (
          <span className={`text-sm font-semibold ${LOOKS[verdict]}`}>
            {t(row.outcome === 'taken' ? 'taken' : `is_${verdict}`)}
          </span>
        )}
        {mayFix && (
          <button
            type="button"
            className={verdict === 'unmatched' ? 'button-quiet' : 'button-bare'}
            aria-label={t('fixNamed', { title: title || t('untitled') })}
            onClick={() => setFixing(true)}
          >
            {t(verdict === 'unmatched' ? 'choose' : 'fix')}
          </button>
        )}
      </div>
      {isFixing && <FixRow id={one.id} row={row} onClose={() => setFixing(false)} />}
    </li>
  );
}

const idOf = ({ film: { ids } }: Row) => ids.imdb ?? ids.tmdb ?? ids.wikidata ?? '';

/** A newer service may have reasons that this page has no words for. */
function Why({ why, detail }: NonNullable<Row['aside']>) {
  const { t, i18n } = useTranslation('imports');
  const isKnown = i18n.exists(`imports:why_${why}`);
  return (
    <p className="text-sm text-faint wrap-anywhere">
      {isKnown ? t(`why_${why}` as 'why_tv') : (detail ?? why)}
      {isKnown && why === 'malformed' && <span lang="en"> {detail}</span>}
    </p>
  );
}
