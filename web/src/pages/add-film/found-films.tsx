import { useTranslation } from 'react-i18next';
import { number } from '../../numbers.ts';
import { More } from '../../ui/more.tsx';
import { Problem } from '../../ui/states.tsx';
import { OutsideWall } from './outside-wall.tsx';
import { useTmdbSearch } from './use-tmdb-search.ts';

type Props = { title: string; onBringIn(tmdbId: number): void };

/** What TMDB finds by a title, as it is typed. */
export function FoundFilms({ title, onBringIn }: Props) {
  const { t } = useTranslation('add-film');
  const { list, films, isCurrent } = useTmdbSearch(title);
  if (list.error && isCurrent) return <Problem error={list.error} onRetry={list.refetch} />;
  return (
    <>
      <p role="status" className="figures mb-4 min-h-5 text-sm text-faint">
        {isCurrent &&
          films !== undefined &&
          (films.length === 0
            ? t('tmdbNone', { title })
            : t('tmdbFound', { count: films.length, shown: number(films.length) }))}
      </p>
      {films?.length !== 0 && <OutsideWall films={films} onBringIn={onBringIn} />}
      <More list={list} />
    </>
  );
}
