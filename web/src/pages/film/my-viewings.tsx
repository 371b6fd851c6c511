import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { ChangeViewing } from '../../diary/change-viewing.tsx';
import { Given, Written } from '../../diary/said.tsx';
import { ViewingForm } from '../../diary/viewing-form.tsx';
import type { Seen, SeenFilm } from '../../diary/viewings.ts';
import { date } from '../../numbers.ts';
import { More, PAGES } from '../../ui/more.tsx';
import { Problem } from '../../ui/states.tsx';

const VIEWINGS = 10;

/** When I saw it, the latest first. */
export function MyViewings({ film }: { film: SeenFilm }) {
  const { t } = useTranslation('diary');
  const [isLogging, setLogging] = useState(false);
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/users/{user}/viewings',
    { params: { path: { user: 'me' }, query: { movie: film.name, limit: VIEWINGS } } },
    PAGES,
  );
  const seen = list.data?.pages.flatMap(({ items }) => items);
  const total = list.data?.pages[0]?.total ?? 0;
  return (
    <section aria-labelledby="viewings">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="viewings" className="font-semibold">
          {total === 0 ? t('notSeen') : t('seenTimes', { count: total })}
        </h2>
        <button type="button" className="button-quiet" onClick={() => setLogging(true)}>
          <Plus className="size-4" aria-hidden="true" />
          {t('log')}
        </button>
      </div>
      {list.error && <Problem error={list.error} onRetry={list.refetch} />}
      {total > 0 && (
        <ol className="mt-2 divide-y divide-line">
          {seen?.map((one) => (
            <Row key={one.id} film={film} seen={one} />
          ))}
        </ol>
      )}
      <More list={list} />
      {isLogging && (
        <ViewingForm film={film} isRewatch={total > 0} onClose={() => setLogging(false)} />
      )}
    </section>
  );
}

function Row({ film, seen }: { film: SeenFilm; seen: Seen }) {
  const { t } = useTranslation('diary');
  const [isGone, setGone] = useState(false);
  if (isGone) return null;
  return (
    <li className="flex items-start gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1">
          {seen.watchedOn === null ? (
            <span className="text-sm text-faint">{t('dayUnknown')}</span>
          ) : (
            <time dateTime={seen.watchedOn} className="figures text-sm font-medium">
              {date(seen.watchedOn)}
            </time>
          )}
          <Given {...seen} />
        </div>
        <Written {...seen} />
      </div>
      <ChangeViewing film={film} seen={seen} onGone={setGone} />
    </li>
  );
}
