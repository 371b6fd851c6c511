import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { api } from '../api.ts';
import { useUser } from '../session/session.ts';
import { usePageTitle } from '../ui/page-title.tsx';
import { SignInFirst } from '../ui/sign-in-first.tsx';
import { Loading, Problem, Skeleton } from '../ui/states.tsx';
import { Tabs } from './for-you/tabs.tsx';
import { Ask } from './together/ask.tsx';
import { Chosen } from './together/chosen.tsx';
import { People } from './together/people.tsx';

/** Beside me. */
const MOST = 7;

/** What some of us could watch: who agreed to choose with me, and the films that are best for all. */
export function TogetherPage() {
  const { t } = useTranslation('predictions');
  const user = useUser();
  usePageTitle(t('together'));
  return (
    <>
      <h1 className="title">{t('forYou')}</h1>
      {user === null ? (
        <SignInFirst />
      ) : (
        <>
          <Tabs here="/together" />
          <Together />
        </>
      )}
    </>
  );
}

function Together() {
  const { t } = useTranslation('predictions');
  const [query, setQuery] = useSearchParams();
  const { data, error, refetch } = api.useQuery(
    'get',
    '/api/v1/users/me/companions',
    {},
    { staleTime: 0 },
  );
  if (error) return <Problem error={error} onRetry={refetch} />;
  if (data === undefined) {
    return (
      <>
        <Loading />
        <Skeleton className="mt-8 h-64 w-full" />
      </>
    );
  }
  const agreed = data.items.filter((one) => one.agreedAt !== null && one.theyAgreedAt !== null);
  const wanted = (query.get('with') ?? '').split(',');
  const chosen = agreed
    .map(({ user }) => user.handle)
    .filter((handle) => wanted.includes(handle))
    .slice(0, MOST);
  const choose = (handle: string, isWith: boolean) =>
    setQuery(
      (before) => {
        const after = new URLSearchParams(before);
        const next = isWith ? [...chosen, handle] : chosen.filter((one) => one !== handle);
        if (next.length === 0) after.delete('with');
        else after.set('with', next.join(','));
        return after;
      },
      { replace: true },
    );
  return (
    <div className="mt-6 grid gap-x-12 gap-y-10 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="min-w-0 space-y-8">
        <p className="text-soft">{t('togetherText')}</p>
        <People
          companions={data.items}
          chosen={chosen}
          isFull={chosen.length >= MOST}
          onChoose={choose}
        />
        <Ask />
      </div>
      <Chosen handles={chosen} hasCompanions={agreed.length > 0} />
    </div>
  );
}
