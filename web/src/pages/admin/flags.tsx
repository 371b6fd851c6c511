import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { More, PAGES } from '../../ui/more.tsx';
import { Section } from '../../ui/section.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { FlagCard } from './flag-card.tsx';

const STATES = ['open', 'decided'] as const;
type State = (typeof STATES)[number];

/** Votes that came in an unusual way: somebody says what they were. */
export function Flags() {
  const { t } = useTranslation('admin');
  const [state, setState] = useState<State>('open');
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/flags',
    { params: { query: { state } } },
    { ...PAGES, staleTime: 0 },
  );
  const flags = list.data?.pages.flatMap(({ items }) => items);
  return (
    <Section title={t('flags')}>
      <p className="mb-4 max-w-prose text-sm text-faint">{t('flagsText')}</p>
      <Segments<State>
        label={t('flagState')}
        value={state}
        options={STATES.map((one) => [one, t(`flags_${one}`)])}
        onChoose={setState}
      />
      <div className="mt-6">
        {list.error ? (
          <Problem error={list.error} onRetry={list.refetch} />
        ) : flags === undefined ? (
          <Skeleton className="h-40" />
        ) : flags.length === 0 ? (
          <p className="panel text-soft">{t(`noFlags_${state}`)}</p>
        ) : (
          <ul className="space-y-4">
            {flags.map((flag) => (
              <li key={flag.id}>
                <FlagCard flag={flag} onDecided={list.refetch} />
              </li>
            ))}
          </ul>
        )}
        <More list={list} />
      </div>
    </Section>
  );
}
