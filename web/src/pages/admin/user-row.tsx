import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api } from '../../api.ts';
import { date, number } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { setUser, type User, useUser } from '../../session/session.ts';
import { Refused } from '../../ui/refused.tsx';
import { toast } from '../../ui/toasts.ts';
import { ClearFavourites } from './clear-favourites.tsx';

const ROLES = ['USER', 'ADMIN'] as const;

/** Somebody, what they may do, and whether they may come in. */
export function UserRow({ user, onChanged }: { user: User; onChanged(): void }) {
  const { t } = useTranslation('admin');
  const me = useUser();
  const [isClearing, setClearing] = useState(false);
  const { id, handle, displayName, email, role, disabled, createdAt, counts } = user;
  const { mutate, error, isPending } = api.useMutation('patch', '/api/v1/users/{user}', {
    onSuccess(changed) {
      if (changed.id === me?.id) setUser(changed);
      toast(t('changed', { who: handle }));
    },
    onSettled: onChanged,
  });
  const change = (body: { role: User['role'] } | { disabled: boolean }) =>
    mutate({ params: { path: { user: String(id) } }, body });
  const isMe = id === me?.id;
  return (
    <li aria-label={handle} className="py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="wrap-anywhere">
            <Link
              href={pathTo('/user/:user', { user: handle })}
              className="font-semibold hover:underline"
            >
              <bdi>{displayName}</bdi>
            </Link>{' '}
            <span className="text-faint">
              <bdi>{handle}</bdi>
            </span>
            {disabled && (
              <span className="ml-2 rounded-full bg-raised px-2.5 py-0.5 text-xs font-semibold text-danger">
                {t('isDisabled')}
              </span>
            )}
          </p>
          <p className="figures mt-0.5 text-sm text-faint wrap-anywhere">
            {email !== null && `${email} · `}
            {t('ratingsOf', { count: counts.ratings, shown: number(counts.ratings) })}
            {' · '}
            <Link
              href={pathTo('/user/:user/favourites', { user: handle })}
              className="rounded underline decoration-line underline-offset-4 hover:decoration-star"
            >
              {t('favouritesOf', { count: counts.favourites, shown: number(counts.favourites) })}
            </Link>
            {' · '}
            {t('since', { when: date(createdAt) })}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-x-1 gap-y-2 max-sm:-ml-3">
          {counts.favourites > 0 && (
            <button
              type="button"
              className="button-bare"
              aria-label={t('clearNamed', { who: handle })}
              onClick={() => setClearing(true)}
            >
              {t('clear')}
            </button>
          )}
          <button
            type="button"
            className="button-bare sm:min-w-28"
            aria-label={t(disabled ? 'enableNamed' : 'disableNamed', { who: handle })}
            disabled={isPending || isMe}
            onClick={() => change({ disabled: !disabled })}
          >
            {disabled ? t('enable') : t('disable')}
          </button>
          <select
            aria-label={t('roleOf', { who: handle })}
            value={role}
            disabled={isPending}
            onChange={({ target }) => change({ role: target.value as User['role'] })}
            className="field w-auto text-sm"
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {t(`role_${one}`)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Refused error={error} />
      {isClearing && (
        <ClearFavourites user={user} onCleared={onChanged} onClose={() => setClearing(false)} />
      )}
    </li>
  );
}
