import { useTranslation } from 'react-i18next';
import { Select } from '../../ui/select.tsx';
import { useInAddress } from '../../ui/use-in-address.ts';
import { allGenres } from '../../words/genres.ts';

const FIRST_DECADE = 1920;
const DECADES = Array.from(
  { length: Math.floor((new Date().getFullYear() - FIRST_DECADE) / 10) + 1 },
  (_, n) => FIRST_DECADE + n * 10,
).reverse();

/** What narrows a chart; it stands in the address, so that it can be sent to someone. */
export function Filters() {
  const { t } = useTranslation('charts');
  const [genre, setGenre] = useInAddress('genre');
  const [decade, setDecade] = useInAddress('decade');
  return (
    <div className="flex gap-2 max-sm:w-full max-sm:*:flex-1">
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
        label={t('decade')}
        value={decade}
        onChange={setDecade}
        options={[
          ['', t('allDecades')],
          ...DECADES.map((one) => [String(one), t('decadeOf', { decade: one })] as const),
        ]}
      />
    </div>
  );
}
