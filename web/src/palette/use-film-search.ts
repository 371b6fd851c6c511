import { keepPreviousData } from '@tanstack/react-query';
import { api, type Shape } from '../api.ts';
import { useSettled } from '../ui/use-settled.ts';

const TYPING_MS = 120;

type Found = { films: Shape<'Movie'>[] | undefined; isCurrent: boolean; error: unknown };

/** Films by what is typed, once typing pauses; what an earlier text asked for is no longer waited for. */
export function useFilmSearch(text: string, limit: number): Found {
  const q = useSettled(text.trim(), TYPING_MS);
  const { data, error, isPlaceholderData } = api.useQuery(
    'get',
    '/api/v1/movies',
    { params: { query: { q, limit } } },
    { enabled: q !== '', placeholderData: keepPreviousData },
  );
  const isCurrent = q === text.trim() && !isPlaceholderData && data !== undefined;
  return { films: q === '' ? undefined : data?.items, isCurrent, error };
}
