import { Bookmark, Heart } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keepMark, type MarkList, useMark } from '../../mine/marks.ts';
import { toast } from '../../ui/toasts.ts';

const ICONS = { favourites: Heart, watchlist: Bookmark };

/** On a poster's corner: on my list or not. Either way can be undone. */
export function Corner({ list, name, title }: { list: MarkList; name: string; title: string }) {
  const { t } = useTranslation('person');
  const { isMarked, toggle } = useMark(list, name);
  const Icon = ICONS[list];
  function change() {
    toggle();
    toast(t(`${isMarked ? 'removed' : 'added'}_${list}`, { title }), {
      label: t('undo'),
      run: () => void keepMark(list, name, isMarked),
    });
  }
  return (
    <button
      type="button"
      aria-label={t(`${isMarked ? 'unmark' : 'mark'}_${list}`, { title })}
      onClick={change}
      className="absolute top-1.5 right-1.5 grid size-11 place-items-center rounded-full bg-black/65 text-white transition-colors hover:bg-black/80"
    >
      <Icon
        className={`size-5 ${isMarked ? 'fill-current text-[oklch(0.82_0.155_78)]' : ''}`}
        aria-hidden="true"
      />
    </button>
  );
}
