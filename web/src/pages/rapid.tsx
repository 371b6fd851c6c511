import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'wouter';
import { mine, rate } from '../mine/mine.ts';
import { starsText } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import type { CardFilm } from '../ui/film-card.tsx';
import { usePageTitle } from '../ui/page-title.tsx';
import { Empty, Problem } from '../ui/states.tsx';
import { Bar } from './rapid/bar.tsx';
import { One, OneSkeleton } from './rapid/one.tsx';
import { filmsToCome, type Step, skippedFilms } from './rapid/queue.ts';
import { Summary } from './rapid/summary.tsx';
import { useCandidates } from './rapid/use-candidates.ts';

const A_ROUND = 10;
/** For who has just come. */
const FIRST_ROUND = 3;
/** So many are left when the next are fetched. */
const FEW = 12;
const skipped = skippedFilms(sessionStorage);

/** One film after the other, and nothing else on the screen. */
export function RapidPage() {
  const { t } = useTranslation(['rapid', 'common']);
  const [, go] = useLocation();
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [query] = useSearchParams();
  const [goal, setGoal] = useState(query.has('first') ? FIRST_ROUND : A_ROUND);
  const [hasLeft, setLeft] = useState(false);
  const [said, say] = useState('');
  usePageTitle(t('common:rapid'));

  const isOut = (name: string) => mine.starsOf(name) !== null || skipped.has(name);
  const { films, hasMore, error, onMore, onRetry } = useCandidates({
    answers: steps.length,
    unknown: skipped.all,
    isLeft: ({ name }) => !isOut(name),
  });
  const coming = films && filmsToCome(films, steps, isOut);
  // What comes to be asked meanwhile does not push aside what is seen.
  const shown = useRef<string | undefined>(undefined);
  const film = coming?.find(({ name }) => name === shown.current) ?? coming?.[0];
  const next = coming?.find((one) => one !== film);
  shown.current = film?.name;
  const rated = steps.filter(({ stars }) => stars !== null);
  const isWanting = coming !== undefined && coming.length < FEW && hasMore;
  useEffect(() => {
    if (isWanting) onMore();
  });

  function give(one: CardFilm, stars: number | null) {
    if (stars === null) skipped.add(one.name);
    else rate(one, stars, { isQuiet: true });
    setSteps([...steps, { film: one, stars }]);
    const { title } = one;
    say(
      stars === null
        ? t('wasSkipped', { title })
        : t('wasRated', { title, stars: starsText(stars) }),
    );
  }

  function undo() {
    const last = steps.at(-1);
    if (last === undefined) return;
    shown.current = last.film.name;
    if (last.stars === null) skipped.remove(last.film.name);
    else rate(last.film, null, { isQuiet: true });
    setSteps(steps.slice(0, -1));
    say(t('wasUndone', { title: last.film.title }));
  }

  function leave() {
    if (rated.length > 0) setLeft(true);
    else go(pathTo('/'));
  }

  if (hasLeft || rated.length >= goal) {
    return (
      <Summary
        steps={rated}
        onAgain={() => {
          setGoal(rated.length + A_ROUND);
          setLeft(false);
        }}
        onUndo={() => {
          undo();
          setLeft(false);
        }}
      />
    );
  }
  return (
    <div className="mx-auto flex min-h-[calc(100dvh-3rem)] max-w-md flex-col">
      <h1 className="sr-only">{t('common:rapid')}</h1>
      <p role="status" className="sr-only">
        {said && film ? `${said}. ${film.title} ${film.year ?? ''}` : said}
      </p>
      <Bar
        done={rated.length}
        goal={goal}
        onLeave={leave}
        {...(steps.length > 0 && { onUndo: undo })}
      />
      {film !== undefined ? (
        <One
          film={film}
          next={next}
          onRate={(stars) => give(film, stars)}
          onSkip={() => give(film, null)}
          onUndo={undo}
          onLeave={leave}
        />
      ) : error ? (
        <Problem error={error} onRetry={onRetry} />
      ) : coming === undefined || hasMore ? (
        <OneSkeleton />
      ) : (
        <Empty title={t('empty')}>
          <p>{t('emptyText')}</p>
          <button
            type="button"
            className="button-quiet"
            onClick={() => {
              skipped.clear();
              setSteps(rated);
            }}
          >
            {t('bringBack')}
          </button>
          <Link href={pathTo('/search')} className="button-main ml-2">
            {t('common:searchFilms')}
          </Link>
        </Empty>
      )}
    </div>
  );
}
