import { RotateCcw } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { starsText } from '../numbers.ts';
import { StarRow } from '../ui/star-row.tsx';
import type { Told } from './viewings.ts';

/** Longer reviews are opened. */
const SHORT = 320;

/** What was given that day, and whether it was the first time. */
export function Given({ stars, rewatch }: Pick<Told, 'stars' | 'rewatch'>) {
  const { t } = useTranslation(['diary', 'common']);
  return (
    <>
      {stars !== null && (
        <span className="inline-flex items-center gap-2">
          <StarRow stars={stars} className="h-4" />
          <span className="figures text-sm font-semibold text-star-text" aria-hidden="true">
            {starsText(stars)}
          </span>
          <span className="sr-only">{t('common:stars', { count: stars })}</span>
        </span>
      )}
      {rewatch && (
        <span className="inline-flex items-center gap-1.5 text-sm text-soft">
          <RotateCcw className="size-3.5" aria-hidden="true" />
          {t('seenAgain')}
        </span>
      )}
    </>
  );
}

/** What was written that day. */
export function Written({ tags, review }: Pick<Told, 'tags' | 'review'>) {
  const { t } = useTranslation('diary');
  return (
    <>
      {review !== null && <Review text={review} />}
      {tags.length > 0 && (
        <ul aria-label={t('tags')} className="mt-2 flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li
              key={tag}
              dir="auto"
              className="rounded-full bg-raised px-2.5 py-0.5 text-sm text-soft wrap-anywhere"
            >
              {tag}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Review({ text }: { text: string }) {
  const { t } = useTranslation('diary');
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const isLong = text.length > SHORT || text.split('\n').length > 4;
  return (
    <>
      <p
        id={id}
        dir="auto"
        className={`mt-1.5 max-w-prose leading-relaxed whitespace-pre-line text-soft wrap-anywhere ${isLong && !isOpen ? 'line-clamp-4' : ''}`}
      >
        {text}
      </p>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="min-h-9 rounded text-sm font-semibold text-star-text hover:underline pointer-coarse:min-h-11"
        >
          {isOpen ? t('showLess') : t('showWhole')}
        </button>
      )}
    </>
  );
}
