import { useTranslation } from 'react-i18next';
import { starsText } from '../numbers.ts';
import { StarRow } from './star-row.tsx';

/** What somebody else gave a film, as high as the stars that one gives oneself. */
export function GivenStars({ stars }: { stars: number | null }) {
  const { t } = useTranslation();
  return (
    <div className="flex h-11 items-center gap-2 pointer-fine:h-8">
      {stars !== null && (
        <>
          <StarRow stars={stars} className="h-4.5" />
          <span className="figures text-sm font-semibold text-star-text" aria-hidden="true">
            {starsText(stars)}
          </span>
          <span className="sr-only">{t('stars', { count: stars })}</span>
        </>
      )}
    </div>
  );
}
