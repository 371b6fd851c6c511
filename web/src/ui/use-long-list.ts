import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useLayoutEffect, useMemo } from 'react';
import { queries, type Refusal } from '../api.ts';
import { placeToReturnTo } from '../layout/places.ts';

type Page<Item> = { items: Item[]; nextCursor: string | null; total: number };
type Answer<Item> = { data?: Page<Item>; error?: unknown };

export type LongList<Item> = {
  items: readonly Item[] | undefined;
  total: number;
  error: unknown;
  isFetching: boolean;
  /** Fetches the next page, unless one is on its way already or there is none. */
  onMore(): void;
  /** Fetches the next page though it could not be had before. */
  onRetry(): void;
  /** Fetches the list anew, from its beginning. */
  onRefresh(): void;
};

/** `about` is all that `fetchPage` depends on. */
export type LongQuery<Item> = {
  about: readonly unknown[];
  fetchPage(cursor: string | null, signal: AbortSignal): Promise<Answer<Item>>;
};

function optionsOf<Item>({ about, fetchPage }: LongQuery<Item>) {
  return infiniteQueryOptions({
    queryKey: ['long list', ...about],
    async queryFn({ pageParam, signal }) {
      const { data, error } = await fetchPage(pageParam, signal);
      if (data === undefined) throw error as Refusal as unknown as Error;
      return data;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * A list of thousands, by pages. It does not move under who reads it: it is fetched anew when one comes to it, not
 * whenever something of it changes; and not when one goes back to the middle of it.
 */
export function useLongList<Item>(query: LongQuery<Item>): LongList<Item> {
  const options = optionsOf(query);
  const { queryKey } = options;
  const list = useInfiniteQuery({
    ...options,
    placeholderData: keepPreviousData,
    refetchOnMount: () => (isReturning() ? false : 'always'),
  });
  const key = JSON.stringify(queryKey);
  // Before it is fetched anew: that takes one page, not all that were read.
  useLayoutEffect(() => {
    if (!isReturning()) keepFirst(JSON.parse(key) as unknown[]);
  }, [key]);
  const pages = list.data?.pages;
  const items = useMemo(() => pages?.flatMap((page) => page.items), [pages]);
  return {
    items,
    total: pages?.at(-1)?.total ?? 0,
    error: list.error,
    isFetching: list.isFetching,
    onMore() {
      if (list.hasNextPage && !list.isFetching && !list.error) void list.fetchNextPage();
    },
    onRetry: () => void list.fetchNextPage(),
    onRefresh() {
      keepFirst(queryKey);
      void list.refetch();
    },
  };
}

/** Near the top one sees what is new. How high the window is, the browser has to lay out the page for. */
function isReturning(): boolean {
  const place = placeToReturnTo();
  return place > 0 && place > window.innerHeight / 2;
}

function keepFirst(queryKey: readonly unknown[]): void {
  queries.setQueryData<InfiniteData<unknown>>(
    queryKey,
    (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
  );
}
