import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '../../api.ts';
import { FindFilm } from '../../find-film/find-film.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Refused } from '../../ui/refused.tsx';
import { toast } from '../../ui/toasts.ts';
import { type Fix, fix } from './steer.ts';
import type { Row } from './upload.ts';

type Props = { id: number; row: Row; onClose(): void };

/** Which film it is: one of those that are alike, one that is looked for, a new one; or none. */
export function FixRow({ id, row, onClose }: Props) {
  const { t } = useTranslation('imports');
  const { film, candidates, place } = row;
  const { mutate, isPending, error } = useMutation({
    mutationFn: (decision: Fix) => fix({ id, place, ...decision }),
    onSuccess() {
      void queries.invalidateQueries({
        predicate: ({ queryKey: [, path] }) => String(path).includes('/imports/{import}'),
      });
      toast(t('fixed'));
      onClose();
    },
  });
  return (
    <Dialog title={t('fixTitle')} onClose={onClose} wide>
      <p className="wrap-anywhere">
        {t('told')} <bdi className="font-semibold">{film.title || t('untitled')}</bdi>{' '}
        <span className="figures text-faint">{film.year}</span>
        {film.directors.length > 0 && (
          <span className="text-soft"> · {film.directors.join(', ')}</span>
        )}
      </p>
      <p className="mt-1 text-sm text-faint">{t('fixText')}</p>
      {candidates.length > 0 && (
        <ul aria-label={t('candidates')} className="mt-4 space-y-1">
          {candidates.map(({ movie }) => (
            <li key={movie.id}>
              <button
                type="button"
                disabled={isPending}
                onClick={() => mutate({ movie: movie.id })}
                className="flex min-h-12 w-full flex-col rounded-xl bg-raised px-4 py-2.5 text-left hover:bg-line"
              >
                <span className="wrap-anywhere">
                  <bdi className="font-medium">{movie.title}</bdi>{' '}
                  <span className="figures text-faint">{movie.year}</span>
                </span>
                <span className="text-sm text-faint wrap-anywhere">
                  {movie.directors.join(', ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-5">
        <FindFilm
          label={t(candidates.length > 0 ? 'findOther' : 'find')}
          onFound={(movie) => mutate({ movie: movie.id })}
        />
      </div>
      <Refused error={error} />
      <div className="mt-4 flex flex-wrap gap-2">
        <button
          type="button"
          className="button-quiet"
          disabled={isPending}
          onClick={() => mutate({ as: 'new' })}
        >
          {t('makeNew')}
        </button>
        <button
          type="button"
          className="button-bare"
          disabled={isPending}
          onClick={() => mutate({ as: 'aside' })}
        >
          {t('leaveOut')}
        </button>
      </div>
    </Dialog>
  );
}
