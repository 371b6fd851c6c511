import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { client } from '../../api.ts';
import { pathTo } from '../../paths.ts';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { Facts, type Read } from './facts.tsx';

type Props = { movie: string; onOther(): void; onMerge(): void };

export function EditFilm({ movie, onOther, onMerge }: Props) {
  const { t } = useTranslation('admin');
  // Counts how often it was read for the form, which begins anew then.
  const [reading, setReading] = useState(0);
  const { data, error, refetch } = useQuery({
    queryKey: ['film to edit', movie, reading],
    queryFn: ({ signal }) => read(movie, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (error) return <Problem error={error} onRetry={refetch} />;
  if (data === undefined) return <Skeleton className="h-160" />;
  const { title, id } = data.film;
  return (
    <section aria-labelledby="edited">
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="edited" className="min-w-0 text-xl font-bold tracking-tight wrap-anywhere">
          <bdi>{title}</bdi>
        </h2>
        <div className="-mx-3 flex flex-wrap">
          <Link href={pathTo('/film/:movie', { movie: id })} className="button-bare">
            {t('toFilm')}
          </Link>
          <button type="button" className="button-bare" onClick={onMerge}>
            {t('merge')}
          </button>
          <button type="button" className="button-bare" onClick={onOther}>
            {t('otherFilm')}
          </button>
        </div>
      </div>
      <Facts key={data.tag} read={data} onAnew={() => setReading(reading + 1)} />
    </section>
  );
}

async function read(movie: string, signal: AbortSignal): Promise<Read> {
  const { data, error, response } = await client.GET('/api/v1/movies/{movie}', {
    params: { path: { movie } },
    signal,
  });
  if (error !== undefined) throw error;
  return { film: data, tag: response.headers.get('etag') ?? '' };
}
