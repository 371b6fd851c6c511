import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queries, type Shape } from '../../api.ts';
import { FilmForm } from '../../film-form/film-form.tsx';
import { changeOf, toldOf } from '../../film-form/told.ts';
import { Refused } from '../../ui/refused.tsx';
import { toast } from '../../ui/toasts.ts';

/** A film, and the mark of the state it was read in, by which the service tells whether another changed it since. */
export type Read = { film: Shape<'Movie'>; tag: string };

const CHANGED_MEANWHILE = 412;

/** Sends only what is changed, and only to the film as it was read. */
export function Facts({ read: { film, tag }, onAnew }: { read: Read; onAnew(): void }) {
  const { t } = useTranslation('admin');
  const [told, setTold] = useState(() => toldOf(film));
  const change = changeOf(film, told);
  const { mutate, error, isPending } = api.useMutation('patch', '/api/v1/movies/{movie}', {
    onSuccess() {
      toast(t('filmSaved'));
      void queries.invalidateQueries({ queryKey: ['get', '/api/v1/movies/{movie}'] });
      onAnew();
    },
  });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (change === null) return;
    const params = { path: { movie: String(film.id) } };
    mutate({ params, headers: { 'if-match': tag }, body: change });
  }

  return (
    <form onSubmit={onSubmit} className="space-y-6">
      <FilmForm told={told} onTold={setTold} />
      {error?.status === CHANGED_MEANWHILE ? (
        <div role="alert" className="panel flex flex-wrap items-center justify-between gap-4">
          <p className="max-w-prose">{t('changedMeanwhile')}</p>
          <button type="button" className="button-quiet" onClick={onAnew}>
            {t('readAnew')}
          </button>
        </div>
      ) : (
        <Refused error={error} />
      )}
      <button type="submit" className="button-main" disabled={isPending || change === null}>
        {t('saveFilm')}
      </button>
    </form>
  );
}
