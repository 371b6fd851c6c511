import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { number, scoreText } from '../../numbers.ts';

const SOME = 0.05;
const places = { maximumFractionDigits: 1 };

/** The score in words, and what each reason took from the votes. */
export function Why({ score }: { score: Shape<'ScoreExplained'> }) {
  const { t, i18n } = useTranslation('film');
  const { explanation, weights, prior, method } = score;
  if (explanation === null) return null;
  const lost = (weights ?? []).filter((one) => one.lost >= SOME);
  const most = Math.max(...lost.map((one) => one.lost), 1);
  return (
    <details className="group mt-6 border-t border-line pt-4">
      <summary className="flex min-h-11 items-center rounded-lg font-semibold hover:text-star-text">
        {t('why')}
        <ChevronDown
          className="ml-1 size-4 transition-transform group-open:rotate-180"
          aria-hidden="true"
        />
      </summary>
      <div className="mt-2 max-w-prose space-y-3 leading-relaxed text-soft">
        {explanation[i18n.language === 'es' ? 'es' : 'en'].map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {prior !== null && (
          <p>
            {t('prior', { stars: scoreText(prior.stars), weight: number(prior.weight, places) })}
          </p>
        )}
      </div>
      {lost.length > 0 && (
        <>
          <h3 className="mt-5 text-sm font-semibold">{t('weights')}</h3>
          <dl className="mt-2 space-y-3">
            {lost.map(({ reason, lost }) => (
              <div key={reason} className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
                <dt className="text-soft">{t(reason)}</dt>
                <dd className="figures text-faint">{t('lost', { lost: number(lost, places) })}</dd>
                <dd className="col-span-2 h-1.5 rounded-full bg-raised" aria-hidden="true">
                  <div
                    className="h-full rounded-full bg-star/60"
                    style={{ width: `${(lost / most) * 100}%` }}
                  />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p className="mt-5 text-sm">
        <a
          href={method.document}
          className="underline decoration-line underline-offset-4 hover:decoration-star"
        >
          {t('method')}
        </a>
      </p>
    </details>
  );
}
