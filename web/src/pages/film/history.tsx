import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { date, starsText } from '../../numbers.ts';

/** What I gave it before, the latest first. */
export function History({ name }: { name: string }) {
  const { t } = useTranslation('film');
  const { data } = api.useQuery('get', '/api/v1/users/{user}/ratings/{movie}/history', {
    params: { path: { user: 'me', movie: name } },
  });
  const earlier = data?.items.slice(0, -1).reverse() ?? [];
  if (earlier.length === 0) return null;
  return (
    <details className="mt-3">
      <summary className="inline-flex min-h-11 items-center rounded-lg text-sm font-medium text-soft hover:text-ink">
        {t('history')} <span className="figures ml-1.5 text-faint">{earlier.length}</span>
      </summary>
      <ol className="mt-1 space-y-2 text-sm">
        {earlier.map(({ stars, note, at }) => (
          <li key={at} className="flex gap-4">
            <span className="figures w-12 shrink-0 font-semibold text-star-text">
              {stars === null ? t('removed') : `${starsText(stars)} ★`}
            </span>
            <span dir="auto" className="min-w-0 grow text-soft wrap-anywhere">
              {note}
            </span>
            <time dateTime={at} className="shrink-0 text-faint">
              {date(at)}
            </time>
          </li>
        ))}
      </ol>
    </details>
  );
}
