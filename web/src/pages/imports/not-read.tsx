import { useTranslation } from 'react-i18next';
import type { Shape } from '../../api.ts';
import { Refused } from '../../ui/refused.tsx';

/** Why a file was not taken, in words of this page; beneath them what the service found in it, which it says in English. */
export function NotRead({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation('imports');
  const { type = '', detail, errors } = (error ?? {}) as Partial<Shape<'Problem'>>;
  const kind = type.slice(type.lastIndexOf('/') + 1);
  const key = `no_${kind === 'import-unreadable' ? errors?.[0]?.code : kind}`;
  const isKnown = i18n.exists(`imports:${key}`);
  return (
    <>
      <Refused error={error} text={isKnown ? t(key as 'no_empty') : undefined} />
      {isKnown && (
        <p lang="en" className="mt-1 text-sm text-faint wrap-anywhere">
          {detail}
        </p>
      )}
    </>
  );
}
