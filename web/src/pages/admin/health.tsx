import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { date, number } from '../../numbers.ts';
import { Section } from '../../ui/section.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { AdminFrame } from './frame.tsx';

const EVERY_MS = 3000;
const PARTS = ['database', 'replica', 'redis', 'jobs'] as const;

export function AdminHealthPage() {
  return (
    <AdminFrame>
      <Health />
      <Holdings />
    </AdminFrame>
  );
}

/** How the service is, part by part, asked again every few seconds. */
function Health() {
  const { t, i18n } = useTranslation('admin');
  const { data, error, dataUpdatedAt, refetch } = api.useQuery('get', '/ready', undefined, {
    refetchInterval: EVERY_MS,
    retry: false,
  });
  const word = (status: string) =>
    i18n.exists(`admin:status_${status}`) ? t(`status_${status}` as 'status_ok') : status;
  // Not being ready is an answer too.
  const found = data ?? (hasParts(error) ? error : undefined);
  return (
    <Section title={t('health')}>
      {found === undefined && error ? (
        <Problem error={error} onRetry={refetch} />
      ) : found === undefined ? (
        <Skeleton className="h-40" />
      ) : (
        <div className="panel">
          <p className="flex items-center gap-3 text-xl font-semibold" role="status">
            <Light isGood={found.status === 'ready'} />
            {word(found.status)}
          </p>
          <dl className="mt-5 divide-y divide-line border-t border-line">
            {PARTS.filter((part) => found.parts[part]).map((part) => {
              const status = found.parts[part]?.status ?? '';
              return (
                <div key={part} className="flex min-h-12 items-center justify-between gap-4">
                  <dt>{t(`part_${part}`)}</dt>
                  <dd className="flex items-center gap-2.5 text-soft">
                    <Light isGood={status === 'ok'} />
                    {word(status)}
                  </dd>
                </div>
              );
            })}
          </dl>
          <p className="figures mt-4 text-xs text-faint">
            {t('version', { version: found.version })}
            {' · '}
            {t('askedAt', {
              when: date(new Date(dataUpdatedAt || Date.now()).toISOString(), {
                timeStyle: 'medium',
              }),
            })}
          </p>
        </div>
      )}
    </Section>
  );
}

function Light({ isGood }: { isGood: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`size-2.5 shrink-0 rounded-full ${isGood ? 'bg-good' : 'bg-danger'}`}
    />
  );
}

/** How much there is, and whose films are shown as popular. */
function Holdings() {
  const { t } = useTranslation('admin');
  const one = { params: { query: { limit: 1 } } };
  const users = api.useQuery('get', '/api/v1/users', one);
  const films = api.useQuery('get', '/api/v1/movies', one);
  const popular = api.useQuery('get', '/api/v1/popular');
  const facts = [
    [t('films'), films.data && number(films.data.total)],
    [t('users'), users.data && number(users.data.total)],
    [t('popularFrom'), popular.data && t(`source_${popular.data.source}`)],
  ] as const;
  return (
    <Section title={t('holdings')}>
      <dl className="panel grid gap-x-6 gap-y-3 sm:grid-cols-3">
        {facts.map(([name, value]) => (
          <div
            key={name}
            className="max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4"
          >
            <dt className="text-sm text-faint">{name}</dt>
            <dd className="figures min-h-8 text-2xl font-bold tracking-tight sm:mt-1">
              {value ?? <Skeleton className="h-8 w-24" />}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-sm text-faint">{t('metrics')}</p>
    </Section>
  );
}

type Found = {
  status: string;
  version: string;
  parts: Partial<Record<(typeof PARTS)[number], { status: string }>>;
};

function hasParts(error: unknown): error is Found {
  return typeof error === 'object' && error !== null && 'parts' in error;
}
