import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { cardOf, Shelf } from '../../ui/film-card.tsx';
import { Section } from '../../ui/section.tsx';
import { Problem } from '../../ui/states.tsx';

const FILMS = 12;

/** Where to go from here. */
export function Similar({ movie }: { movie: string }) {
  const { t } = useTranslation('predictions');
  const { data, error, refetch } = api.useQuery('get', '/api/v1/movies/{movie}/similar', {
    params: { path: { movie }, query: { limit: FILMS } },
  });
  if (data?.items.length === 0) return null;
  return (
    <Section title={t('similar')}>
      <p className="-mt-4 mb-5 min-h-6 text-soft">
        {data && t(data.by === 'likes' ? 'similarByLikes' : 'similarByFacts')}
      </p>
      {error ? (
        <Problem error={error} onRetry={refetch} />
      ) : (
        <Shelf films={data?.items.map(({ movie }) => cardOf(movie))} places={FILMS} />
      )}
    </Section>
  );
}
