import { useTranslation } from 'react-i18next';
import { date, number, starsText } from '../../numbers.ts';
import { StarRow } from '../../ui/star-row.tsx';
import type { Row } from './upload.ts';

/** One thing that a row says of a film. */
export function Said({ said }: { said: Row['said'][number] }) {
  const { t } = useTranslation(['imports', 'common']);
  const { kind, stars, score, at, watchedOn, rewatch, tags, text } = said;
  const when = watchedOn ?? at;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-soft">
        <span>{t(rewatch ? 'said_again' : `said_${kind}`)}</span>
        {stars !== null ? (
          <span className="inline-flex items-center gap-1.5">
            <StarRow stars={stars} className="h-3.5" />
            <span className="figures font-semibold text-star-text" aria-hidden="true">
              {starsText(stars)}
            </span>
            <span className="sr-only">{t('common:stars', { count: stars })}</span>
          </span>
        ) : (
          score !== null && <span className="figures">{number(score)}</span>
        )}
        {when !== null && (
          <time dateTime={when} className="figures text-faint">
            {date(when)}
          </time>
        )}
        {tags.length > 0 && <span className="text-faint wrap-anywhere">{tags.join(', ')}</span>}
      </p>
      {text && (
        <p className="line-clamp-2 max-w-prose text-sm text-faint wrap-anywhere" dir="auto">
          {text}
        </p>
      )}
    </>
  );
}
