import { useTranslation } from 'react-i18next';
import type { Shape } from '../api.ts';
import { hideScores } from '../device.ts';
import { useMyStars } from '../mine/mine.ts';
import type { FilmName } from '../mine/wishes.ts';
import { number, roughly, scoreText } from '../numbers.ts';
import { useUser } from '../session/session.ts';

/** Whether I am not to see yet what the crowd says of it. */
export function useScoreHidden(name: FilmName): boolean {
  const isChosen = hideScores.use() === 'yes';
  const isSignedIn = useUser() !== null;
  const isRated = useMyStars(name) !== null;
  return isChosen && isSignedIn && !isRated;
}

/** The crowd's score with its count: `★ 4.2 · 1.3K`. */
export function ScoreBadge({ name, score }: { name: FilmName; score: Shape<'Score'> | null }) {
  const { t } = useTranslation();
  const isHidden = useScoreHidden(name);
  if (score === null) return null;
  if (isHidden) {
    return <span className="sr-only">{t('hiddenScore')}</span>;
  }
  const ratings = t('ratings', { count: score.count, shown: number(score.count) });
  const text = t('crowdScore', { stars: scoreText(score.stars), ratings });
  return (
    <span className="figures whitespace-nowrap" title={text}>
      <span aria-hidden="true">
        <span className="text-star">★</span>{' '}
        <span className="font-semibold text-soft">{scoreText(score.stars)}</span>
        <span className="text-faint"> · {roughly(score.count)}</span>
      </span>
      <span className="sr-only">{text}</span>
    </span>
  );
}
