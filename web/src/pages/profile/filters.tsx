import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { starsText } from '../../numbers.ts';
import { LEAST_STARS, SORTS, USUAL_SORT } from '../../ratings.ts';
import { Select } from '../../ui/select.tsx';
import { useInAddress } from '../../ui/use-in-address.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { allGenres } from '../../words/genres.ts';

const TYPING_MS = 200;

export function Filters() {
  const { t } = useTranslation('person');
  const [sort, setSort] = useInAddress('sort');
  const [genre, setGenre] = useInAddress('genre');
  const [stars, setStars] = useInAddress('stars');
  return (
    <search className="flex flex-wrap gap-2">
      <TitleFilter />
      {/* In one row on phones too, where it slides. */}
      <div className="-mx-4 flex min-w-0 gap-2 px-4 max-sm:w-screen max-sm:overflow-x-auto max-sm:*:shrink-0 sm:mx-0 sm:flex-wrap sm:px-0">
        <Select
          label={t('sort')}
          value={sort || USUAL_SORT}
          onChange={(value) => setSort(value === USUAL_SORT ? '' : value)}
          options={SORTS.map((one) => [one, t(`sort_${one}`)] as const)}
        />
        <Select
          label={t('genre')}
          value={genre}
          onChange={setGenre}
          options={[
            ['', t('allGenres')],
            ...allGenres().map(({ genre, name }) => [genre, name] as const),
          ]}
        />
        <Select
          label={t('leastStars')}
          value={stars}
          onChange={setStars}
          options={[
            ['', t('anyStars')],
            ...LEAST_STARS.map(
              (least) =>
                [
                  String(least),
                  least === 5 ? t('fiveStars') : t('starsFrom', { stars: starsText(least) }),
                ] as const,
            ),
          ]}
        />
      </div>
    </search>
  );
}

function TitleFilter() {
  const { t } = useTranslation('person');
  const [q, setQ] = useInAddress('q');
  const [text, setText] = useState(q);
  const settled = useSettled(text, TYPING_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: typing changes the address, nothing else does
  useEffect(() => {
    if (settled.trim() !== q) setQ(settled.trim(), { replace: true });
  }, [settled]);
  return (
    <input
      type="search"
      aria-label={t('findTitle')}
      placeholder={t('findTitle')}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ target }) => setText(target.value)}
      className="field w-auto min-w-0 grow basis-56 py-2 text-sm max-sm:basis-full sm:max-w-72"
    />
  );
}
