import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { pathTo } from '../../paths.ts';
import { cardOf, Shelf } from '../../ui/film-card.tsx';
import { Section } from '../../ui/section.tsx';

/** What one will like. Their predicted stars stay with the page of them: here one may rate. */
export function Picks({ places }: { places: number }) {
  const { t } = useTranslation('home');
  const { data, error } = api.useQuery(
    'get',
    '/api/v1/users/me/recommendations',
    { params: { query: { limit: places } } },
    { staleTime: 0 },
  );
  if (error || data?.items.length === 0) return null;
  return (
    <Section title={t('forYou')} more={{ text: t('allForYou'), href: pathTo('/for-you') }}>
      <Shelf films={data?.items.map(({ movie }) => cardOf(movie))} places={places} />
    </Section>
  );
}
