import { useTranslation } from 'react-i18next';

/** How pages of a list follow each other: `api.useInfiniteQuery('get', path, init, PAGES)`. */
export const PAGES = {
  pageParamName: 'cursor',
  // Undefined would be taken for 0.
  initialPageParam: null as string | null,
  getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor ?? undefined,
};

type List = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown };

/** The way to the next page of a list, when there is one. */
export function More({ list: { hasNextPage, isFetchingNextPage, fetchNextPage } }: { list: List }) {
  const { t } = useTranslation();
  if (!hasNextPage) return null;
  return (
    <div className="mt-10 text-center">
      <button
        type="button"
        className="button-quiet"
        disabled={isFetchingNextPage}
        onClick={() => void fetchNextPage()}
      >
        {t('showMore')}
      </button>
    </div>
  );
}
