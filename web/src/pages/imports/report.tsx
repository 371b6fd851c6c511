import { useMutation } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { number } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { useUser } from '../../session/session.ts';
import { Refused } from '../../ui/refused.tsx';
import { Forget } from './forget.tsx';
import { Rows } from './rows.tsx';
import { undo } from './steer.ts';
import type { Import } from './upload.ts';
import { learn } from './use-import.ts';

/** What it did, and the way back. */
export function Report({ one }: { one: Import }) {
  return one.state === 'undone' ? <Undone one={one} /> : <Applied one={one} />;
}

function Applied({ one }: { one: Import }) {
  const { t } = useTranslation(['imports', 'common']);
  const user = useUser();
  const { mutate, isPending, error } = useMutation({ mutationFn: undo, onSuccess: learn });
  const { taken, kept } = one.outcomes;
  const leftOut = one.verdicts.aside + one.verdicts.unmatched;
  const figures = [
    [t('outcome_taken'), taken],
    [t('outcome_kept'), kept],
    [t('outcome_left'), one.rows - taken - kept - leftOut],
    [t('verdict_aside'), leftOut],
  ] as const;
  return (
    <>
      <section className="panel space-y-5" aria-labelledby="report">
        <h2 id="report" className="heading">
          {t('done')}
        </h2>
        <dl className="flex flex-wrap gap-x-8 gap-y-3">
          {figures.map(([what, count]) => (
            <div key={what} className="flex flex-col-reverse justify-end">
              <dt className="max-w-40 text-sm text-faint">{what}</dt>
              <dd className="figures text-2xl font-bold tracking-tight sm:text-3xl">
                {number(count)}
              </dd>
            </div>
          ))}
        </dl>
        <Refused error={error} />
        <div className="flex flex-wrap gap-2">
          {user && (
            <>
              <Link href={pathTo('/user/:user', { user: user.handle })} className="button-main">
                {t('common:profile')}
              </Link>
              <Link
                href={pathTo('/user/:user/diary', { user: user.handle })}
                className="button-quiet"
              >
                {t('common:diary')}
              </Link>
            </>
          )}
          <button
            type="button"
            className="button-quiet"
            disabled={isPending}
            onClick={() => mutate(one.id)}
          >
            <Undo2 className="size-4" aria-hidden="true" />
            {t('undo')}
          </button>
          <Forget one={one} />
        </div>
      </section>
      <Rows one={one} />
    </>
  );
}

function Undone({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const { changedSince } = one;
  return (
    <section className="panel space-y-5" aria-labelledby="report">
      <div>
        <h2 id="report" className="heading">
          {t('undone')}
        </h2>
        <p className="mt-1 max-w-prose text-soft">
          {changedSince === 0
            ? t('undoneText')
            : t('undoneBut', { count: changedSince, shown: number(changedSince) })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Link href={pathTo('/imports')} className="button-main">
          {t('another')}
        </Link>
        <Forget one={one} />
      </div>
    </section>
  );
}
