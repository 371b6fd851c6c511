import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepMark, useMyMarks } from '../mine/marks.ts';
import { rate, useMyStars } from '../mine/mine.ts';
import { useUser } from '../session/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Points } from '../ui/points.tsx';
import { Refused } from '../ui/refused.tsx';
import { StarsInput } from '../ui/stars.tsx';
import { toast } from '../ui/toasts.ts';
import { Check } from './check.tsx';
import { editViewing, logViewing, type Seen, type SeenFilm, type Told } from './viewings.ts';

const LONGEST_REVIEW = 50_000;
const MINUTE_MS = 60_000;

type Props = {
  film: SeenFilm;
  /** The one to change; none for a new one. */
  seen?: Seen;
  /** Of a new one: I have seen it before. */
  isRewatch?: boolean;
  onClose(): void;
};

/** When I saw it, and what I thought of it then. */
export function ViewingForm({ film, seen, isRewatch = false, onClose }: Props) {
  const { t } = useTranslation(['diary', 'common']);
  const id = useId();
  const mine = useMyStars(film.name);
  const isWanted = useMyMarks('watchlist')?.includes(film.name) ?? false;
  const [told, setTold] = useState<Told>(seen ?? { ...nothing(), rewatch: isRewatch });
  const [tags, setTags] = useState(told.tags.join(', '));
  const [isCurrent, setCurrent] = useState(mine === null);
  const tell = (more: Partial<Told>) => setTold((before) => ({ ...before, ...more }));
  const mayBeCurrent = seen === undefined && told.stars !== null && told.stars !== mine;

  const { mutate, isPending, error } = useMutation({
    async mutationFn(said: Told) {
      if (seen === undefined) await logViewing(film, said);
      else await editViewing(seen.id, said);
    },
    onSuccess() {
      if (mayBeCurrent && isCurrent) rate(film, told.stars, { isQuiet: true });
      const takeOff = () => void keepMark('watchlist', film.name, false);
      if (seen !== undefined) toast(t('changed'));
      else if (isWanted) toast(t('loggedWanted', film), { label: t('takeOff'), run: takeOff });
      else toast(t('logged', film));
      onClose();
    },
  });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const { watchedOn, stars, rewatch, review } = told;
    mutate({ watchedOn, stars, rewatch, tags: tagsOf(tags), review: review?.trim() || null });
  }

  return (
    <Dialog
      title={seen === undefined ? t('logTitle', film) : t('editTitle', film)}
      onClose={onClose}
    >
      <form onSubmit={onSubmit} className="space-y-5">
        <Field
          label={t('watchedOn')}
          hint={t('watchedOnHint')}
          type="date"
          max={today()}
          value={told.watchedOn ?? ''}
          onChange={({ target }) => tell({ watchedOn: target.value || null })}
        />
        <Check isChecked={told.rewatch} onCheck={(rewatch) => tell({ rewatch })}>
          {t('rewatch')}
        </Check>
        <div>
          <p className="label">{t('starsThen')}</p>
          <GivenThen title={film.title} stars={told.stars} onRate={(stars) => tell({ stars })} />
          {mayBeCurrent && (
            <div className="mt-2">
              <Check isChecked={isCurrent} onCheck={setCurrent}>
                {t('alsoCurrent')}
              </Check>
            </div>
          )}
        </div>
        <div>
          <label className="label" htmlFor={`${id}-review`}>
            {t('review')}
          </label>
          <textarea
            id={`${id}-review`}
            value={told.review ?? ''}
            maxLength={LONGEST_REVIEW}
            rows={3}
            dir="auto"
            onChange={({ target }) => tell({ review: target.value })}
            className="field field-sizing-content max-h-72 min-h-24 py-3 leading-relaxed"
          />
        </div>
        <Field
          label={t('tags')}
          hint={t('tagsHint')}
          value={tags}
          onChange={({ target }) => setTags(target.value)}
          autoComplete="off"
          dir="auto"
        />
        <Refused error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <button type="button" className="button-bare" onClick={onClose}>
            {t('common:cancel')}
          </button>
          <button type="submit" className="button-main" disabled={isPending}>
            {t('common:save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

type GivenProps = { title: string; stars: number | null; onRate(stars: number | null): void };

/** On the scale that I chose. */
function GivenThen(props: GivenProps) {
  const scale = useUser()?.scale ?? 'halves';
  if (scale === 'halves') return <StarsInput {...props} size="large" />;
  return <Points {...props} most={scale === 'ten' ? 10 : 100} />;
}

const nothing = (): Told => ({
  watchedOn: today(),
  stars: null,
  rewatch: false,
  tags: [],
  review: null,
});

/** Here, not in Greenwich. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 10);
}

/** Each once, as far as the commas go. */
function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}
