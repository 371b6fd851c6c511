import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { client, type Refusal } from '../../api.ts';
import { useUser } from '../../session/session.ts';
import { type CardFilm, cardOf } from '../../ui/film-card.tsx';

const AT_A_TIME = 5;
/** So few are left when more are asked for: one is seen, one is coming. */
const FEW = 3;
const MOST_UNKNOWN = 200;

export type Asking = {
  /** What was done so far: as long as nothing more is, the same would come again. */
  answers: number;
  /** The names of films that I have not seen. */
  unknown(): readonly string[];
  isLeft(film: CardFilm): boolean;
};

/** The films that tell most of my taste, a few at a time, as the next depend on my answers. None without an account. */
export function useQuestions({ answers, unknown, isLeft }: Asking) {
  const userId = useUser()?.id;
  const list = useInfiniteQuery({
    queryKey: ['what to ask', userId],
    async queryFn({ signal }) {
      const ids = unknown().filter((name) => /^\d{1,15}$/.test(name));
      const { data, error } = await client.GET('/api/v1/users/me/onboarding', {
        params: {
          query: {
            limit: AT_A_TIME,
            ...(ids.length > 0 && { unknown: ids.slice(-MOST_UNKNOWN).join(',') }),
          },
        },
        signal,
      });
      if (data === undefined) throw error as Refusal as unknown as Error;
      return data.items;
    },
    initialPageParam: 0,
    getNextPageParam: (_last, pages) => pages.length,
    enabled: userId !== undefined,
    // Who comes again has other questions; who stays keeps those that were asked.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  });
  const films = list.data?.pages.flatMap((items) => items.map(cardOf)) ?? [];
  const isFew = list.isSuccess && films.filter(isLeft).length < FEW;
  const askedAt = useRef(0);
  useEffect(() => {
    if (!isFew || list.isFetching || askedAt.current === answers) return;
    askedAt.current = answers;
    void list.fetchNextPage();
  });
  return { films, isComing: userId !== undefined && list.isPending };
}
