import { keepPreviousData } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { useSettled } from '../../ui/use-settled.ts';

/** Longer than between two keys: each question is one to TMDB as well. */
const TYPING_MS = 350;

const PAGES = {
  pageParamName: 'page',
  initialPageParam: 1,
  getNextPageParam: ({ page, totalPages }: { page: number; totalPages: number }) =>
    page < totalPages ? page + 1 : undefined,
};

/** What TMDB finds by title, once typing pauses. */
export function useTmdbSearch(title: string) {
  const { i18n } = useTranslation();
  const q = useSettled(title.trim(), TYPING_MS);
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/tmdb/movies',
    { params: { query: { q, language: i18n.language } } },
    { ...PAGES, enabled: q !== '', placeholderData: keepPreviousData },
  );
  const isCurrent = q === title.trim() && !list.isPlaceholderData;
  return { list, isCurrent, films: list.data?.pages.flatMap(({ items }) => items) };
}
