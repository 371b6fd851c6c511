import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queries, type Shape } from '../../api.ts';
import { FindFilm } from '../../find-film/find-film.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { toast } from '../../ui/toasts.ts';
import { FilmAtAGlance } from './film-at-a-glance.tsx';

type Film = Shape<'Movie'>;
type Props = { movie: string; onMerged(id: number): void; onClose(): void };

/** First the other one, then both side by side: one goes, one stays with what both have. */
export function MergeFilms({ movie, onMerged, onClose }: Props) {
  const { t } = useTranslation('admin');
  const { data: film } = api.useQuery('get', '/api/v1/movies/{movie}', {
    params: { path: { movie } },
  });
  const [other, setOther] = useState<Film | null>(null);
  if (film !== undefined && other !== null) {
    return <Both films={[film, other]} onMerged={onMerged} onClose={onClose} />;
  }
  return (
    <Dialog title={t('mergeFind')} onClose={onClose} wide>
      {film === undefined ? (
        <Skeleton className="h-56" />
      ) : (
        <FindFilm label={t('findFilm')} except={film.id} onFound={setOther} />
      )}
    </Dialog>
  );
}

type BothProps = { films: [Film, Film]; onMerged(id: number): void; onClose(): void };

function Both({ films, onMerged, onClose }: BothProps) {
  const { t } = useTranslation('admin');
  const [[from, into], setFilms] = useState(films);
  const { mutate, error, isPending } = api.useMutation('post', '/api/v1/movies/{movie}/merge', {
    onSuccess({ id, title }) {
      void queries.invalidateQueries();
      toast(t('merged', { title }));
      onMerged(id);
    },
  });
  return (
    <Confirm
      title={t('mergeQuestion')}
      action={t('mergeForGood')}
      error={error}
      isBusy={isPending}
      wide
      onConfirm={() =>
        mutate({ params: { path: { movie: String(from.id) } }, body: { into: into.id } })
      }
      onClose={onClose}
    >
      <div className="grid items-stretch gap-3 sm:grid-cols-[1fr_auto_1fr]">
        <FilmAtAGlance heading={t('mergeGoes')} film={from} />
        <button
          type="button"
          aria-label={t('mergeSwap')}
          onClick={() => setFilms([into, from])}
          className="grid size-11 place-items-center place-self-center rounded-full bg-raised hover:bg-line"
        >
          <ArrowLeftRight className="size-4 max-sm:rotate-90" aria-hidden="true" />
        </button>
        <FilmAtAGlance heading={t('mergeStays')} film={into} />
      </div>
      <p className="text-sm">{t('mergeText')}</p>
    </Confirm>
  );
}
