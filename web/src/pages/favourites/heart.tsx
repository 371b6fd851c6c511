import { Heart as HeartShape } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keepFavourite, useFavourite } from '../../mine/favourites.ts';
import { toast } from '../../ui/toasts.ts';

/** On a poster's corner: my favourite or not. Either way can be undone. */
export function Heart({ name, title }: { name: string; title: string }) {
  const { t } = useTranslation('person');
  const { isFavourite, toggle } = useFavourite(name);
  function change() {
    toggle();
    toast(t(isFavourite ? 'favouriteRemoved' : 'favouriteAdded', { title }), {
      label: t('undo'),
      run: () => void keepFavourite(name, isFavourite),
    });
  }
  return (
    <button
      type="button"
      aria-label={t(isFavourite ? 'unmakeFavourite' : 'makeFavourite', { title })}
      onClick={change}
      className="absolute top-1.5 right-1.5 grid size-11 place-items-center rounded-full bg-black/55 text-white backdrop-blur-sm transition-colors hover:bg-black/80"
    >
      <HeartShape
        className={`size-5 ${isFavourite ? 'fill-current text-[oklch(0.82_0.155_78)]' : ''}`}
        aria-hidden="true"
      />
    </button>
  );
}
