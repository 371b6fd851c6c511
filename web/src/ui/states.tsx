import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../api.ts';

/** Nothing is here, and what one can do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mx-auto max-w-md px-4 py-16 text-center">
      <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
      <div className="mt-3 space-y-5 text-soft">{children}</div>
    </div>
  );
}

/** What went wrong, in words, and the way on. `error` is what a query has of it. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="mx-auto max-w-md px-4 py-12 text-center">
      <h2 className="text-lg font-semibold">{t('problemTitle')}</h2>
      <p className="mt-2 text-soft">{useProblemText(error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry} className="button-quiet mt-5">
          {t('retry')}
        </button>
      )}
    </div>
  );
}

/** What is missing of a long list can be asked for again, at the edge of what is in sight. */
export function Again(props: { error: unknown; isBusy: boolean; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="sticky bottom-20 z-10 mx-auto mt-4 flex w-fit max-w-full items-center gap-4 rounded-xl border border-line bg-raised px-4 py-3 shadow-lg short:bottom-4 md:bottom-6"
    >
      <p className="text-soft">{useProblemText(props.error)}</p>
      <button
        type="button"
        disabled={props.isBusy}
        onClick={props.onRetry}
        className="button-quiet"
      >
        {t('retry')}
      </button>
    </div>
  );
}

/** Our own words for what happens often, the service's for the rest. */
export function useProblemText(error: unknown): string {
  const { t } = useTranslation();
  const { status, detail } = (error ?? {}) as Partial<Exclude<Refusal, TypeError>>;
  if (status === undefined) return t('problemOffline');
  if (status === 401) return t('problemSignIn');
  if (status === 404) return t('problemNotFound');
  if (status === 429 || status >= 500) return t('problemBusy');
  return detail ?? t('problemBusy');
}

/** A box that will hold something, as large as that. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={`rounded-lg bg-raised ${className}`} />;
}

/** As high as the title that will be here, so that nothing moves when it is. */
export function TitleSkeleton() {
  return <Skeleton className="h-9 w-64 max-w-full sm:h-10" />;
}

/** Says to those who cannot see skeletons that something is on its way. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <p role="status" className="sr-only">
      {t('loading')}
    </p>
  );
}
