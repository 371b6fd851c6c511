import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, type Shape } from '../../api.ts';
import { number, scoreText, starsText } from '../../numbers.ts';
import { pathTo } from '../../paths.ts';
import { spokenTitle } from '../../ui/poster-art.ts';
import { Refused } from '../../ui/refused.tsx';
import { Skeleton } from '../../ui/states.tsx';

type Match = Shape<'TasteMatch'>;

const NOT_MATCHED = 409;
/** From so much of what it rests on being known, it is fairly sure, and sure. */
const FAIRLY = 0.4;
const SURE = 0.7;
const percent = (share: number) => number(share / 100, { style: 'percent' });

/** How my taste and somebody else's go together, and the way to choose films with them. */
export function TasteMatch({ handle }: { handle: string }) {
  const { t } = useTranslation('predictions');
  const { data, error } = api.useQuery(
    'get',
    '/api/v1/users/me/taste-match/{other}',
    { params: { path: { other: handle } } },
    { staleTime: 0 },
  );
  const isRefused = (error as { status?: number } | null)?.status === NOT_MATCHED;
  // It goes with a profile, which says itself when the service cannot be reached.
  if (error && !isRefused) return null;
  return (
    <section aria-labelledby="taste-match" className="panel mb-8 md:mb-10">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2 id="taste-match" className="heading">
          {t('match')}
        </h2>
        <ChooseTogether handle={handle} />
      </div>
      {isRefused ? (
        <p className="mt-3 text-soft">{t('matchNot')}</p>
      ) : data === undefined ? (
        <Skeleton className="mt-3 h-24 w-full" />
      ) : data.match === null ? (
        <p className="mt-3 text-soft">{t('matchFew')}</p>
      ) : (
        <Told match={data.match} common={data.common} />
      )}
      {data !== undefined && data.agree.length + data.differ.length > 0 && (
        <div className="mt-5 grid gap-x-10 gap-y-6 border-t border-line pt-5 sm:grid-cols-2">
          <Compared title={t('matchAgree')} films={data.agree} />
          <Compared title={t('matchDisagree')} films={data.differ} />
        </div>
      )}
    </section>
  );
}

function Told({ match, common }: { match: NonNullable<Match['match']>; common: number }) {
  const { t } = useTranslation('predictions');
  const { percentile, reliability, differBy } = match;
  const sure = reliability >= SURE ? 'high' : reliability >= FAIRLY ? 'medium' : 'low';
  return (
    <div className="mt-3 grid items-center gap-x-10 gap-y-4 sm:grid-cols-[auto_minmax(0,1fr)]">
      <p className="figures text-5xl font-extrabold tracking-tight">{percent(percentile)}</p>
      <div className="min-w-0">
        <div aria-hidden="true" className="h-2 rounded-full bg-raised">
          <div className="h-full rounded-full bg-star" style={{ width: `${percentile}%` }} />
        </div>
        <p className="mt-3 text-sm text-soft">
          {t('matchCloser', { percent: percent(percentile) })}{' '}
          {t('matchDiffer', { stars: scoreText(differBy) })}
        </p>
        <p className="mt-0.5 text-sm text-faint">
          {t(`matchSure_${sure}`)}{' '}
          {common === 0
            ? t('matchNoneInCommon')
            : t('matchCommon', { count: common, shown: number(common) })}
        </p>
      </div>
    </div>
  );
}

function Compared({ title, films }: { title: string; films: Match['agree'] }) {
  const { t } = useTranslation('predictions');
  if (films.length === 0) return null;
  return (
    <div className="min-w-0">
      <h3 className="text-sm font-semibold">{title}</h3>
      <ul className="mt-2 space-y-2 text-sm">
        {films.map(({ movie: { id, title, year }, mine, theirs }) => (
          <li key={id} className="flex items-baseline justify-between gap-4">
            <span className="min-w-0 wrap-anywhere">
              <Link
                href={pathTo('/film/:movie', { movie: id })}
                className="hover:underline"
                dir="auto"
              >
                {spokenTitle(title)}
              </Link>{' '}
              <span className="figures text-faint">{year}</span>
            </span>
            <span className="figures shrink-0 text-soft">
              {t('matchBoth', { mine: starsText(mine), theirs: starsText(theirs) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Asks them, unless we do so already. */
function ChooseTogether({ handle }: { handle: string }) {
  const { t } = useTranslation('predictions');
  const [isAsked, setAsked] = useState(false);
  const { mutate, error, isPending } = api.useMutation(
    'put',
    '/api/v1/users/me/companions/{companion}',
    { onSuccess: () => setAsked(true) },
  );
  const { data } = api.useQuery('get', '/api/v1/users/me/companions', {}, { staleTime: 0 });
  if (data === undefined) return null;
  const known = data.items.find(({ user }) => user.handle.toLowerCase() === handle.toLowerCase());
  const isAgreed = known !== undefined && known.theyAgreedAt !== null;
  if (isAgreed && (known.agreedAt !== null || isAsked)) {
    return (
      <Link
        href={`${pathTo('/together')}?with=${encodeURIComponent(known.user.handle)}`}
        className="button-quiet"
      >
        {t('chooseTogether')}
      </Link>
    );
  }
  if (isAsked || (known !== undefined && known.agreedAt !== null)) {
    return (
      <p role="status" className="text-sm text-faint">
        {t('chooseAsked')}
      </p>
    );
  }
  return (
    <div>
      <button
        type="button"
        className="button-quiet"
        disabled={isPending}
        onClick={() => mutate({ params: { path: { companion: handle } } })}
      >
        {t('chooseTogether')}
      </button>
      <Refused error={error} />
    </div>
  );
}
