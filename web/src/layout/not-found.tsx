import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { pathTo } from '../paths.ts';
import { usePageTitle } from '../ui/page-title.tsx';

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t('notFoundTitle'));
  return (
    <div className="mx-auto max-w-md px-4 py-24 text-center">
      <p
        className="figures text-6xl font-extrabold tracking-tighter text-star-text"
        aria-hidden="true"
      >
        4½4
      </p>
      <h1 className="mt-4 text-2xl font-bold tracking-tight">{t('notFoundTitle')}</h1>
      <p className="mt-3 text-soft">{t('notFoundText')}</p>
      <Link href={pathTo('/')} className="button-quiet mt-6">
        {t('toHome')}
      </Link>
    </div>
  );
}
