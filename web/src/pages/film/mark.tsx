import { Bookmark, Heart } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openOverlay } from '../../layout/overlay.ts';
import { type MarkList, useMark } from '../../mine/marks.ts';
import { useUser } from '../../session/session.ts';

const ICONS = { favourites: Heart, watchlist: Bookmark };

/** Whether the film is on a list of mine. */
export function Mark({ list, name }: { list: MarkList; name: string }) {
  const { t } = useTranslation('film');
  const user = useUser();
  const { isMarked, toggle } = useMark(list, name);
  const Icon = ICONS[list];
  return (
    <button
      type="button"
      aria-pressed={isMarked}
      onClick={() => (user === null ? openOverlay({ kind: 'sign-in' }) : toggle())}
      className="button-quiet aria-pressed:text-star-text"
    >
      <Icon className={`size-5 ${isMarked ? 'fill-star text-star' : ''}`} aria-hidden="true" />
      {t(list)}
    </button>
  );
}
