import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, type Shape } from '../../api.ts';
import { date, number, scoreText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { Field } from '../../ui/field.tsx';
import { Refused } from '../../ui/refused.tsx';
import { toast } from '../../ui/toasts.ts';

const LONGEST_REASON = 500;
const WHEN = { dateStyle: 'medium', timeStyle: 'short' } as const;
type Decision = NonNullable<Shape<'Flag'>['decision']>;

/** What is unusual about these votes, and what I say they were. */
export function FlagCard({ flag, onDecided }: { flag: Shape<'Flag'>; onDecided(): void }) {
  const { t } = useTranslation('admin');
  const { id, movie, from, to, votes, mean, meanBefore, evidence, decision } = flag;
  const title = useId();
  const [note, setNote] = useState(flag.note ?? '');
  const onSuccess = () => {
    toast(t('decided'));
    onDecided();
  };
  const path = '/api/v1/flags/{flag}/decision' as const;
  const decide = api.useMutation('put', path, { onSuccess });
  const withdraw = api.useMutation('delete', path, { onSuccess });
  const isBusy = decide.isPending || withdraw.isPending;
  const params = { path: { flag: id } };
  const give = (next: Decision) =>
    decide.mutate({ params, body: { decision: next, note: note.trim() || null } });
  return (
    <article aria-labelledby={title} className="panel">
      <h3 id={title} className="font-semibold wrap-anywhere" dir="auto">
        <Link href={pathTo('/film/:movie', { movie: movie.id })} className="hover:underline">
          {movie.title}
        </Link>
        {movie.year !== null && <span className="font-normal text-faint"> {movie.year}</span>}
      </h3>
      <p className="mt-2 text-soft">
        {t('flagVotes', {
          count: votes,
          shown: number(votes),
          mean: scoreText(mean),
          before: scoreText(meanBefore),
        })}
      </p>
      <p className="mt-1 text-sm text-faint">
        {to === null
          ? t('flagSince', { from: date(from, WHEN) })
          : t('flagWhen', { from: date(from, WHEN), to: date(to, WHEN) })}
        {' · '}
        {t('flagEvidence', {
          z: number(evidence.z, { maximumFractionDigits: 1 }),
          pace: number(evidence.pace, { maximumFractionDigits: 1 }),
        })}
      </p>
      {decision !== null && (
        <p className="mt-3 wrap-anywhere">
          <strong>{t(`decision_${decision}`)}</strong>
          {flag.decidedBy && flag.decidedAt && (
            <span className="text-faint">
              {' · '}
              {t('decidedBy', { who: flag.decidedBy.handle, when: date(flag.decidedAt) })}
            </span>
          )}
        </p>
      )}
      <Field
        className="mt-4"
        label={t('why')}
        value={note}
        onChange={({ target }) => setNote(target.value)}
        maxLength={LONGEST_REASON}
      />
      <div className="mt-4 flex flex-wrap gap-2">
        {decision !== 'genuine' && (
          <button
            type="button"
            className="button-quiet"
            disabled={isBusy}
            onClick={() => give('genuine')}
          >
            {t('decide_genuine')}
          </button>
        )}
        {decision !== 'attack' && (
          <button
            type="button"
            className="button-danger"
            disabled={isBusy}
            onClick={() => give('attack')}
          >
            {t('decide_attack')}
          </button>
        )}
        {decision !== null && (
          <button
            type="button"
            className="button-bare"
            disabled={isBusy}
            onClick={() => withdraw.mutate({ params })}
          >
            {t('withdraw')}
          </button>
        )}
      </div>
      <Refused error={decide.error ?? withdraw.error} />
    </article>
  );
}
