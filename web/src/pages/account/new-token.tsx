import { Check, Copy } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Segments } from '../../ui/segments.tsx';

const LONGEST_NAME = 100;
const SCOPES = ['read', 'write'] as const;
const DAY_MS = 24 * 60 * 60_000;
/** In days. */
const LIVES = ['30', '90', '365', 'never'] as const;

export function NewToken({ onMade, onClose }: { onMade(): void; onClose(): void }) {
  const { t } = useTranslation('account');
  const { data, error, isPending, mutate } = api.useMutation('post', '/api/v1/users/me/tokens', {
    onSuccess: onMade,
  });
  return (
    <Dialog title={t(data === undefined ? 'newToken' : 'tokenMade')} onClose={onClose}>
      {data === undefined ? (
        <Wish error={error} isBusy={isPending} onWish={(body) => mutate({ body })} />
      ) : (
        <Made token={data.token} onClose={onClose} />
      )}
    </Dialog>
  );
}

type Wished = { name: string; scope: (typeof SCOPES)[number]; expiresAt: string | null };
type WishProps = { error: unknown; isBusy: boolean; onWish(wish: Wished): void };

function Wish({ error, isBusy, onWish }: WishProps) {
  const { t } = useTranslation('account');
  const id = useId();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Wished['scope']>('read');
  const [life, setLife] = useState<(typeof LIVES)[number]>('90');

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const expiresAt =
      life === 'never' ? null : new Date(Date.now() + Number(life) * DAY_MS).toISOString();
    onWish({ name: name.trim(), scope, expiresAt });
  }

  return (
    <form onSubmit={onSubmit} className="space-y-5">
      <Field
        label={t('tokenName')}
        hint={t('tokenNameHint')}
        value={name}
        onChange={({ target }) => setName(target.value)}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        required
      />
      <Segments<Wished['scope']>
        label={t('scope')}
        hint={t(`scopeHint_${scope}`)}
        value={scope}
        options={SCOPES.map((one) => [one, t(`scope_${one}`)])}
        onChoose={setScope}
      />
      <div>
        <label className="label" htmlFor={id}>
          {t('life')}
        </label>
        <select
          id={id}
          className="field"
          value={life}
          onChange={({ target }) => setLife(target.value as (typeof LIVES)[number])}
        >
          {LIVES.map((one) => (
            <option key={one} value={one}>
              {one === 'never' ? t('neverEnds') : t('days', { count: Number(one) })}
            </option>
          ))}
        </select>
      </div>
      <Refused error={error} />
      <button type="submit" className="button-main w-full" disabled={isBusy}>
        {t('makeToken')}
      </button>
    </form>
  );
}

/** This once: the service keeps only what it needs to know it again. */
function Made({ token, onClose }: { token: string; onClose(): void }) {
  const { t } = useTranslation('account');
  const [isCopied, setCopied] = useState(false);
  const shown = useRef<HTMLInputElement>(null);

  async function copy() {
    shown.current?.select();
    await navigator.clipboard?.writeText(token).then(
      () => setCopied(true),
      () => {},
    );
  }

  return (
    <div className="space-y-5">
      <p className="text-soft">{t('tokenOnce')}</p>
      <input
        ref={shown}
        readOnly
        value={token}
        aria-label={t('tokenItself')}
        onFocus={({ target }) => target.select()}
        className="field font-mono text-sm"
      />
      <div className="flex flex-wrap justify-end gap-2">
        <button type="button" className="button-quiet" onClick={() => void copy()}>
          {isCopied ? (
            <Check className="size-4" aria-hidden="true" />
          ) : (
            <Copy className="size-4" aria-hidden="true" />
          )}
          <span aria-live="polite">{isCopied ? t('copied') : t('copy')}</span>
        </button>
        <button type="button" className="button-main" onClick={onClose}>
          {t('done')}
        </button>
      </div>
    </div>
  );
}
