import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { pathTo } from '../../paths.ts';

const PAGES = [
  ['/for-you', 'picks'],
  ['/together', 'together'],
  ['/set-aside', 'aside'],
] as const;

/** The pages of films to see next. */
export function Tabs({ here }: { here: (typeof PAGES)[number][0] }) {
  const { t } = useTranslation('predictions');
  return (
    <nav aria-label={t('pagesForYou')} className="tabs mt-4">
      {PAGES.map(([path, name]) => (
        <Link
          key={path}
          href={pathTo(path)}
          aria-current={path === here ? 'page' : undefined}
          className="tab"
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
