import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Shape } from '../../api.ts';
import { pathTo } from '../../paths.ts';
import { Refused } from '../../ui/refused.tsx';
import { useCompanion } from './use-companion.ts';

type Companion = Shape<'Companion'>;
type Props = {
  companions: readonly Companion[];
  chosen: readonly string[];
  isFull: boolean;
  onChoose(handle: string, isWith: boolean): void;
};

/** Who agreed, to be chosen; who asks me; whom I asked. */
export function People({ companions, chosen, isFull, onChoose }: Props) {
  const { t } = useTranslation('predictions');
  const { agree, end, error, isPending } = useCompanion();
  const asking = companions.filter((one) => one.agreedAt === null);
  const waiting = companions.filter((one) => one.agreedAt !== null && one.theyAgreedAt === null);
  const agreed = companions.filter((one) => one.agreedAt !== null && one.theyAgreedAt !== null);
  return (
    <>
      <Refused error={error} />
      {asking.length > 0 && (
        <Group title={t('asking')}>
          {asking.map(({ user }) => (
            <Row key={user.id} user={user}>
              <div className="flex items-center gap-1">
                <button
                  type="button"
                  className="button-bare"
                  aria-label={t('declineNamed', { name: user.displayName })}
                  disabled={isPending}
                  onClick={() => end(user.handle)}
                >
                  {t('decline')}
                </button>
                <button
                  type="button"
                  className="button-main"
                  aria-label={t('agreeNamed', { name: user.displayName })}
                  disabled={isPending}
                  onClick={() => agree(user.handle)}
                >
                  {t('agree')}
                </button>
              </div>
            </Row>
          ))}
        </Group>
      )}
      {agreed.length > 0 && (
        <fieldset>
          <legend className="heading">{t('withWhom')}</legend>
          <ul className="mt-2 divide-y divide-line">
            {agreed.map(({ user }) => {
              const isChosen = chosen.includes(user.handle);
              return (
                <li key={user.id} className="flex items-center justify-between gap-3 py-1">
                  <label className="flex min-h-11 min-w-0 grow cursor-pointer items-center gap-3">
                    <input
                      type="checkbox"
                      className="size-5 shrink-0 accent-star"
                      checked={isChosen}
                      disabled={isFull && !isChosen}
                      onChange={({ target }) => onChoose(user.handle, target.checked)}
                    />
                    <span className="min-w-0 font-medium wrap-anywhere" dir="auto">
                      {user.displayName}
                    </span>
                  </label>
                  <button
                    type="button"
                    className="button-bare"
                    aria-label={t('endNamed', { name: user.displayName })}
                    disabled={isPending}
                    onClick={() => {
                      if (isChosen) onChoose(user.handle, false);
                      end(user.handle);
                    }}
                  >
                    {t('end')}
                  </button>
                </li>
              );
            })}
          </ul>
          {isFull && <p className="mt-2 text-sm text-faint">{t('full')}</p>}
        </fieldset>
      )}
      {waiting.length > 0 && (
        <Group title={t('waiting')}>
          {waiting.map(({ user }) => (
            <Row key={user.id} user={user}>
              <button
                type="button"
                className="button-bare"
                aria-label={t('withdrawNamed', { name: user.displayName })}
                disabled={isPending}
                onClick={() => end(user.handle)}
              >
                {t('withdraw')}
              </button>
            </Row>
          ))}
        </Group>
      )}
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="heading">{title}</h2>
      <ul className="mt-2 divide-y divide-line">{children}</ul>
    </section>
  );
}

function Row({ user, children }: { user: Companion['user']; children: ReactNode }) {
  return (
    <li className="flex items-center justify-between gap-3 py-1.5">
      <Link
        href={pathTo('/user/:user', { user: user.handle })}
        className="min-w-0 font-medium wrap-anywhere hover:underline"
        dir="auto"
      >
        {user.displayName}
      </Link>
      {children}
    </li>
  );
}
