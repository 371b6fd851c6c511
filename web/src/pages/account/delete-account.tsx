import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { api } from '../../api.ts';
import { mine } from '../../mine/mine.ts';
import { number } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { setUser, type User } from '../../session/session.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Field } from '../../ui/field.tsx';
import { toast } from '../../ui/toasts.ts';
import { Setting } from './setting.tsx';
import { TakeAway } from './take-away.tsx';

export function DeleteAccount({ user }: { user: User }) {
  const { t } = useTranslation('account');
  const [isAsked, setAsked] = useState(false);
  return (
    <Setting title={t('deleteTitle')} text={t('deleteText')}>
      <button type="button" className="button-danger" onClick={() => setAsked(true)}>
        {t('deleteAccount')}
      </button>
      {isAsked && <Deletion user={user} onClose={() => setAsked(false)} />}
    </Setting>
  );
}

/** Says what goes, and takes the name for a yes. */
function Deletion({ user, onClose }: { user: User; onClose(): void }) {
  const { t } = useTranslation('account');
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const params = { path: { user: 'me' } };
  const { data: me } = api.useQuery('get', '/api/v1/users/{user}', { params }, { staleTime: 0 });
  const { data: tokens } = api.useQuery('get', '/api/v1/users/me/tokens');
  const removal = api.useMutation('delete', '/api/v1/users/{user}', {
    onSuccess() {
      mine.discard();
      // What only they may ask for goes before anything else comes.
      flushSync(() => setUser(null));
      go(pathTo('/'));
      toast(t('deleted'));
    },
  });
  const { ratings, viewings, watchlist, favourites } = me?.counts ?? user.counts;
  const goes = [
    t('goes_ratings', { count: ratings, shown: number(ratings) }),
    t('goes_viewings', { count: viewings, shown: number(viewings) }),
    t('goes_watchlist', { count: watchlist, shown: number(watchlist) }),
    t('goes_favourites', { count: favourites, shown: number(favourites) }),
    t('goes_tokens', { count: tokens?.total ?? 0 }),
  ];
  return (
    <Confirm
      title={t('deleteQuestion')}
      action={t('deleteForGood')}
      error={removal.error}
      isBusy={removal.isPending || me === undefined || tokens === undefined}
      isReady={typed === user.handle}
      onConfirm={() => removal.mutate({ params })}
      onClose={onClose}
    >
      <TakeAway />
      <p>{t('goesIntro')}</p>
      <ul className="list-disc space-y-1 pl-5 marker:text-faint">
        {goes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <p>{t('goesForGood')}</p>
      <Field
        label={t('typeHandle', { handle: user.handle })}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </Confirm>
  );
}
