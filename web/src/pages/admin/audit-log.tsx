import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, type Shape } from '../../api.ts';
import { date } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { More, PAGES } from '../../ui/more.tsx';
import { Section } from '../../ui/section.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';

const ENTRIES = 20;
const WHEN = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** What ADMINs did to what is not theirs alone. */
export function AuditLog() {
  const { t } = useTranslation('admin');
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/audit',
    { params: { query: { limit: ENTRIES } } },
    { ...PAGES, staleTime: 0 },
  );
  const entries = list.data?.pages.flatMap(({ items }) => items);
  return (
    <Section title={t('audit')}>
      {list.error ? (
        <Problem error={list.error} onRetry={list.refetch} />
      ) : entries === undefined ? (
        <Skeleton className="h-40" />
      ) : entries.length === 0 ? (
        <p className="panel text-soft">{t('noAudit')}</p>
      ) : (
        <ol className="divide-y divide-line border-y border-line">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      <More list={list} />
    </Section>
  );
}

function Entry({ entry: { at, actor, action, subject, detail } }: { entry: Shape<'AuditEntry'> }) {
  const { t, i18n } = useTranslation('admin');
  // A newer service may tell of what this page has no words for.
  const word = (key: string, otherwise: string) =>
    i18n.exists(`admin:${key}`) ? t(key as 'did_user-deleted') : otherwise;
  const said = (value: unknown) => word(`role_${value}`, word(`decision_${value}`, String(value)));
  const { before, ...after } = detail;
  const more = Object.entries(after).filter(([, value]) => value !== null);
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-3 text-sm">
      <p className="min-w-0 flex-1 basis-60 wrap-anywhere">
        <span className="font-semibold">{actor?.handle ?? t('someoneGone')}</span>
        <span className="text-soft"> {word(`did_${action}`, action)} </span>
        <Subject name={subject} />
        {more.length > 0 && (
          <span className="text-faint">
            {' · '}
            {more.map(([key, value]) => `${word(`detail_${key}`, key)}: ${said(value)}`).join(', ')}
            {before != null && ` (${t('before', { before: said(before) })})`}
          </span>
        )}
      </p>
      <time dateTime={at} className="figures shrink-0 text-faint">
        {date(at, WHEN)}
      </time>
    </li>
  );
}

/** `user:3` and `movie:12` lead there, as long as they are there. */
function Subject({ name }: { name: string }) {
  const { t } = useTranslation('admin');
  const [kind, id = ''] = name.split(':');
  if (kind === 'flag') return <span className="text-soft">{t('flagOf', { id })}</span>;
  if (kind !== 'user' && kind !== 'movie') return <span className="text-soft">{name}</span>;
  const href =
    kind === 'user' ? pathTo('/user/:user', { user: id }) : pathTo('/film/:movie', { movie: id });
  return (
    <Link
      href={href}
      className="figures underline decoration-line underline-offset-4 hover:decoration-star"
    >
      {t(kind === 'user' ? 'userOf' : 'filmOf', { id })}
    </Link>
  );
}
