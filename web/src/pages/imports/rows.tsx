import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { number } from '../../numbers.ts';
import { More, PAGES } from '../../ui/more.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { useInAddress } from '../../ui/use-in-address.ts';
import { OneRow } from './one-row.tsx';
import type { Import } from './upload.ts';

const VERDICTS = ['unmatched', 'conflict', 'new', 'changed', 'same', 'aside'] as const;
const ROWS = 50;

/** Every row of it, with what it comes to. */
export function Rows({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const [chosen, choose] = useInAddress('verdict');
  const verdict = VERDICTS.find((verdict) => verdict === chosen);
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/users/me/imports/{import}/rows',
    {
      params: {
        path: { import: one.id },
        query: { limit: ROWS, ...(verdict !== undefined && { verdict }) },
      },
    },
    PAGES,
  );
  const rows = list.data?.pages.flatMap(({ items }) => items);
  const shown = VERDICTS.filter((verdict) => one.verdicts[verdict] > 0);
  return (
    <section className="mt-10" aria-labelledby="rows">
      <h2 id="rows" className="heading">
        {t('allRows')}
      </h2>
      <fieldset className="mt-3 -mx-4 min-w-0 flex gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:flex-wrap sm:px-0">
        <legend className="sr-only">{t('filter')}</legend>
        <Filter
          text={t('every')}
          count={one.rows}
          isOn={verdict === undefined}
          onChoose={() => choose('')}
        />
        {shown.map((name) => (
          <Filter
            key={name}
            text={t(`verdict_${name}`)}
            count={one.verdicts[name]}
            isOn={verdict === name}
            onChoose={() => choose(name)}
          />
        ))}
      </fieldset>
      {verdict !== undefined && (
        <p className="mt-3 max-w-prose text-sm text-soft">{t(`verdictText_${verdict}`)}</p>
      )}
      {list.error ? (
        <Problem error={list.error} onRetry={list.refetch} />
      ) : rows === undefined ? (
        <Skeleton className="mt-4 h-96 w-full" />
      ) : rows.length === 0 ? (
        <p className="mt-6 text-soft">{t('noRows')}</p>
      ) : (
        <ol className="mt-3 divide-y divide-line border-y border-line">
          {rows.map((row) => (
            <OneRow key={row.place} one={one} row={row} />
          ))}
        </ol>
      )}
      <More list={list} />
    </section>
  );
}

type FilterProps = { text: string; count: number; isOn: boolean; onChoose(): void };

function Filter({ text, count, isOn, onChoose }: FilterProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onChoose}
      className="inline-flex min-h-10 shrink-0 items-center gap-2 rounded-full bg-raised px-4 text-sm font-medium text-soft hover:text-ink aria-pressed:bg-star aria-pressed:text-on-star pointer-coarse:min-h-11"
    >
      {text}
      <span className="figures opacity-80">{number(count)}</span>
    </button>
  );
}
