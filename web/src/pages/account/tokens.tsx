import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Shape } from '../../api.ts';
import { date } from '../../numbers.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { toast } from '../../ui/toasts.ts';
import { NewToken } from './new-token.tsx';
import { Setting } from './setting.tsx';

type Token = Shape<'AccessToken'>;

/** What lets a program act for me. */
export function Tokens() {
  const { t } = useTranslation('account');
  const { data, error, refetch } = api.useQuery('get', '/api/v1/users/me/tokens');
  const [open, setOpen] = useState<Token | 'new' | null>(null);
  return (
    <Setting title={t('tokensTitle')} text={t('tokensText')}>
      {error ? (
        <Problem error={error} onRetry={refetch} />
      ) : data === undefined ? (
        <Skeleton className="h-14" />
      ) : data.items.length === 0 ? (
        <p className="flex min-h-14 items-center text-soft">{t('noTokens')}</p>
      ) : (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
          {data.items.map((token) => (
            <li
              key={token.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3 pr-2 pl-5"
            >
              <div className="min-w-40 flex-1">
                <p className="font-medium wrap-anywhere" dir="auto">
                  {token.name}
                </p>
                <Facts token={token} />
              </div>
              <button
                type="button"
                className="button-bare"
                aria-label={t('revokeNamed', { name: token.name })}
                onClick={() => setOpen(token)}
              >
                {t('revoke')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="button-quiet" onClick={() => setOpen('new')}>
        <Plus className="size-4" aria-hidden="true" />
        {t('newToken')}
      </button>
      {open === 'new' && <NewToken onMade={refetch} onClose={() => setOpen(null)} />}
      {open !== null && open !== 'new' && (
        <Revoking token={open} onGone={refetch} onClose={() => setOpen(null)} />
      )}
    </Setting>
  );
}

function Facts({ token: { scope, lastUsedAt, expiresAt } }: { token: Token }) {
  const { t } = useTranslation('account');
  const facts = [
    t(`scope_${scope}`),
    lastUsedAt === null ? t('neverUsed') : t('lastUsed', { when: date(lastUsedAt) }),
    expiresAt === null
      ? t('neverEnds')
      : t(Date.parse(expiresAt) < Date.now() ? 'ended' : 'ends', { when: date(expiresAt) }),
  ];
  return <p className="text-sm text-faint">{facts.join(' · ')}</p>;
}

type RevokingProps = { token: Token; onGone(): void; onClose(): void };

function Revoking({ token, onGone, onClose }: RevokingProps) {
  const { t } = useTranslation('account');
  const { mutate, error, isPending } = api.useMutation(
    'delete',
    '/api/v1/users/me/tokens/{token}',
    {
      onSuccess() {
        onGone();
        toast(t('revoked', { name: token.name }));
        onClose();
      },
    },
  );
  return (
    <Confirm
      title={t('revokeQuestion')}
      action={t('revoke')}
      error={error}
      isBusy={isPending}
      onConfirm={() => mutate({ params: { path: { token: token.id } } })}
      onClose={onClose}
    >
      <p className="wrap-anywhere">{t('revokeText', { name: token.name })}</p>
    </Confirm>
  );
}
