import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '../numbers.ts';
import { useProblemText } from '../ui/states.tsx';
import { toast } from '../ui/toasts.ts';
import { ViewingForm } from './viewing-form.tsx';
import { logViewing, removeViewing, type Seen, type SeenFilm } from './viewings.ts';

type Props = { film: SeenFilm; seen: Seen; onGone(isGone: boolean): void };

/** What I can do to a viewing of mine. It goes at once, and comes back if I think better of it. */
export function ChangeViewing({ film, seen, onGone }: Props) {
  const { t } = useTranslation(['diary', 'common']);
  const [isEditing, setEditing] = useState(false);
  const busy = useProblemText({ status: 503 });
  const { title } = film;
  // A diary has more in it than what is said.
  const { id, watchedOn, stars, rewatch, tags, review } = seen;
  const told = { watchedOn, stars, rewatch, tags, review };
  const when = watchedOn === null ? t('dayUnknown') : date(watchedOn);

  async function remove() {
    onGone(true);
    try {
      await removeViewing(id);
    } catch {
      onGone(false);
      return toast(busy);
    }
    toast(t('removed', { title }), {
      label: t('common:undo'),
      run: () => void logViewing(film, told).catch(() => toast(busy)),
    });
  }

  const look =
    'grid size-9 place-items-center rounded-full text-faint hover:bg-raised hover:text-ink pointer-coarse:size-11';
  return (
    <span className="flex shrink-0">
      <button
        type="button"
        aria-label={t('editNamed', { title, when })}
        onClick={() => setEditing(true)}
        className={look}
      >
        <Pencil className="size-4" aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label={t('removeNamed', { title, when })}
        onClick={() => void remove()}
        className={look}
      >
        <Trash2 className="size-4" aria-hidden="true" />
      </button>
      {isEditing && <ViewingForm film={film} seen={seen} onClose={() => setEditing(false)} />}
    </span>
  );
}
