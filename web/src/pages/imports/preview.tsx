import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { number } from '../../numbers.ts';
import { Refused } from '../../ui/refused.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Forget } from './forget.tsx';
import { Rows } from './rows.tsx';
import { apply, change } from './steer.ts';
import type { Import } from './upload.ts';
import { learn } from './use-import.ts';

const POLICIES = ['mine', 'theirs', 'newest'] as const;

/** What it would do, row by row, before it does anything. */
export function Preview({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const { mutate, isPending, error } = useMutation({ mutationFn: apply, onSuccess: learn });
  const { verdicts } = one;
  const comes = verdicts.new + verdicts.changed;
  return (
    <>
      <section className="panel space-y-6" aria-labelledby="what-comes">
        <div>
          <h2 id="what-comes" className="heading">
            {t('comes', { count: comes, shown: number(comes) })}
          </h2>
          <p className="mt-1 max-w-prose text-soft">{t('nothingYet')}</p>
          {verdicts.unmatched > 0 && (
            <p className="mt-3 max-w-prose text-soft">
              {t('unmatchedText', { count: verdicts.unmatched, shown: number(verdicts.unmatched) })}
            </p>
          )}
        </div>
        {verdicts.conflict > 0 && <Policy one={one} />}
        <Refused error={error} />
        <div className="flex flex-wrap gap-2">
          <button
            type="button"
            className="button-main"
            disabled={isPending || comes + verdicts.conflict === 0}
            onClick={() => mutate(one.id)}
          >
            {t('apply')}
          </button>
          <Forget one={one} />
        </div>
      </section>
      <Rows one={one} />
    </>
  );
}

/** Which of two stays, where both say something. */
function Policy({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const { mutate, variables, isPending, error } = useMutation({
    mutationFn: change,
    onSuccess: learn,
  });
  const policy = (isPending ? variables.conflicts : one.conflicts) ?? 'mine';
  const { conflict } = one.verdicts;
  return (
    <div>
      <Segments
        label={t('policy', { count: conflict, shown: number(conflict) })}
        hint={t(`policyHint_${policy}`)}
        value={policy}
        options={POLICIES.map((one) => [one, t(`policyOf_${one}`)] as const)}
        onChoose={(conflicts) => mutate({ id: one.id, conflicts })}
      />
      <Refused error={error} />
    </div>
  );
}
