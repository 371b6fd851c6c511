import { Heart } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openOverlay } from '../../layout/overlay.ts';
import { useFavourite } from '../../mine/favourites.ts';
import { useUser } from '../../session/session.ts';

export function Favourite({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation('film');
  const user = useUser();
  const { isFavourite, toggle } = useFavourite(name);
  return (
    <button
      type="button"
      aria-pressed={isFavourite}
      onClick={() => (user === null ? openOverlay({ kind: 'sign-in', film: title }) : toggle())}
      className="button-quiet aria-pressed:text-star-text"
    >
      <Heart className={`size-5 ${isFavourite ? 'fill-star text-star' : ''}`} aria-hidden="true" />
      {t('favourite')}
    </button>
  );
}
