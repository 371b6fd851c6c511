import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { Select } from '../../ui/select.tsx';
import { useInAddress } from '../../ui/use-in-address.ts';

const FIRST = ['-addedAt', 'addedAt', '-releaseDate', 'releaseDate', '-stars', 'stars'] as const;
const THEN = ['-releaseDate', 'releaseDate', '-stars', 'stars'] as const;
type First = (typeof FIRST)[number];
type Then = (typeof THEN)[number];
const fieldOf = (sort: string) => sort.replace('-', '');

/** By what the address wants them sorted: `-stars`, or `-stars,releaseDate`. */
export function sortOf(query: URLSearchParams): string {
  const [first, then] = partsOf(query.get('sort') ?? '');
  return then === undefined ? first : `${first},${then}`;
}

function partsOf(sort: string): [First, Then | undefined] {
  const [one, other] = sort.split(',');
  const first = FIRST.find((known) => known === one) ?? '-addedAt';
  return [first, thenOf(first).find((known) => known === other)];
}

/** When they were added is never the same for two: nothing decides after it. */
function thenOf(first: First): readonly Then[] {
  if (fieldOf(first) === 'addedAt') return [];
  return THEN.filter((then) => fieldOf(then) !== fieldOf(first));
}

export function Sorting() {
  const { t } = useTranslation('person');
  const [query] = useSearchParams();
  const [, setSort] = useInAddress('sort');
  const [first, then] = partsOf(query.get('sort') ?? '');
  const further = thenOf(first);
  return (
    <div className="flex min-w-0 flex-wrap gap-2">
      <Select
        label={t('sort')}
        value={first}
        onChange={(value) => setSort(value === '-addedAt' ? '' : value)}
        options={FIRST.map((one) => [one, t(`sort_${one}`)] as const)}
      />
      {further.length > 0 && (
        <Select
          label={t('thenBy')}
          value={then ?? ''}
          onChange={(value) => setSort(value === '' ? first : `${first},${value}`)}
          options={[
            ['', t('then_none')],
            ...further.map((one) => [one, t(`then_${one}`)] as const),
          ]}
        />
      )}
    </div>
  );
}
