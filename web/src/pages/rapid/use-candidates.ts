import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { learnMine } from '../../mine/mine.ts';
import { useUser } from '../../session/session.ts';
import { type CardFilm, cardOf } from '../../ui/film-card.tsx';
import { PAGES } from '../../ui/more.tsx';
import { type Asking, useQuestions } from './use-questions.ts';

const A_PAGE = 50;

type Candidates = {
  /** Undefined until the first are there, and it is known what I have rated. */
  films: readonly CardFilm[] | undefined;
  /** Whether there may be more. */
  hasMore: boolean;
  error: unknown;
  onMore(): void;
  onRetry(): void;
};

/**
 * Films that one has probably seen: those that tell most of one's taste, then what is popular now, then the best known of
 * the catalogue.
 */
export function useCandidates(asking: Asking): Candidates {
  const { i18n } = useTranslation();
  const userId = useUser()?.id;
  const mine = useQuery({
    queryKey: ['what I have rated', userId],
    async queryFn() {
      await learnMine();
      return true;
    },
    enabled: userId !== undefined,
    staleTime: 0,
  });
  const questions = useQuestions(asking);
  const popular = api.useQuery('get', '/api/v1/popular', {
    params: { query: { language: i18n.language } },
  });
  const known = api.useInfiniteQuery(
    'get',
    '/api/v1/movies',
    { params: { query: { sort: '-popularity', limit: A_PAGE } } },
    PAGES,
  );
  // Popular films say themselves whether I have rated them; of the others the feed does, which may be long.
  const isLearnt = userId === undefined || !mine.isPending;
  const isReady =
    !questions.isComing && !popular.isPending && (isLearnt || popular.data !== undefined);
  const first = (popular.data?.items ?? [])
    .filter(({ stars }) => stars === null)
    .map(({ movieId, tmdbId, title, year, posterUrl }) => ({
      name: movieId === null ? `tmdb:${tmdbId}` : String(movieId),
      title,
      year,
      posterUrl,
    }));
  const rest = known.data?.pages.flatMap(({ items }) => items.map(cardOf)) ?? [];
  // They know the genre, which colours a poster of ours.
  const facts = new Map(rest.map((film) => [film.name, film]));
  return {
    films: isReady
      ? [
          ...questions.films,
          ...first.map((film) => facts.get(film.name) ?? film),
          ...(isLearnt ? rest : []),
        ]
      : undefined,
    hasMore: known.hasNextPage || known.isPending || !isLearnt,
    error: known.error,
    onMore() {
      if (known.hasNextPage && !known.isFetching) void known.fetchNextPage();
    },
    onRetry: () => void known.refetch(),
  };
}
