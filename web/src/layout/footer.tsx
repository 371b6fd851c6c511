import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDemo } from '../demo.ts';
import { pathTo } from '../paths.ts';
import { toast } from '../ui/toasts.ts';

export function Footer() {
  const { t } = useTranslation();
  const isDemo = useDemo();
  useEffect(() => {
    if (isDemo) toast(t('demo'));
  }, [isDemo, t]);
  return (
    <footer className="border-t border-line/60">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-8 text-sm text-faint sm:px-6 lg:px-8">
        {isDemo && <p className="basis-full font-semibold text-ink">{t('demo')}</p>}
        <p className="mr-auto">{t('source')}</p>
        <nav aria-label={t('footerNav')} className="flex flex-wrap gap-x-6">
          <a className="inline-flex min-h-11 items-center hover:text-ink" href="/docs/">
            {t('apiDocs')}
          </a>
          <a className="inline-flex min-h-11 items-center hover:text-ink" href="/methods/habits-1">
            {t('method')}
          </a>
          <Link
            className="inline-flex min-h-11 items-center hover:text-ink"
            href={pathTo('/quality')}
          >
            {t('quality')}
          </Link>
        </nav>
        <p className="basis-full text-xs">{t('tmdb')}</p>
      </div>
    </footer>
  );
}
