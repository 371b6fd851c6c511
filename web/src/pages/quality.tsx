import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { api, type Shape } from '../api.ts';
import { date, number } from '../numbers.ts';
import { pathTo } from '../paths.ts';
import { usePageTitle } from '../ui/page-title.tsx';
import { Segments } from '../ui/segments.tsx';
import { Empty, Loading, Problem, Skeleton } from '../ui/states.tsx';
import { useInAddress } from '../ui/use-in-address.ts';
import { Coverage } from './quality/coverage.tsx';
import { Methods } from './quality/methods.tsx';
import { OverTime } from './quality/over-time.tsx';
import { Plot } from './quality/plot.tsx';
import { Panel } from './statistics/panel.tsx';

const MOST_STARS = 5;
const places = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const stars = (value: number) => number(value, places);
const percent = (share: number) => number(share, { style: 'percent' });

type Quality = Shape<'PredictionQuality'>;

/** In public, what was predicted before each rating beside the rating that came. */
export function QualityPage() {
  const { t } = useTranslation('quality');
  const [kept, setBy] = useInAddress('by');
  const by = kept === 'day' ? 'day' : 'month';
  usePageTitle(t('title'));
  const { data, error, refetch } = api.useQuery('get', '/api/v1/predictions/quality', {
    params: { query: { by } },
  });
  return (
    <>
      <h1 className="title">{t('title')}</h1>
      <p className="mt-4 max-w-prose text-lg leading-relaxed text-soft">{t('intro')}</p>
      {error ? (
        <Problem error={error} onRetry={refetch} />
      ) : data === undefined ? (
        <>
          <Loading />
          <Skeleton className="mt-8 h-160 w-full" />
        </>
      ) : data.count === 0 ? (
        <Empty title={t('none')}>
          <p>{t(data.model === null ? 'noneLearnt' : 'noneText')}</p>
          <Link href={pathTo('/rapid')} className="button-main">
            {t('rateFilms')}
          </Link>
        </Empty>
      ) : (
        <div className="mt-8 space-y-6">
          <div className="grid gap-6 lg:grid-cols-2">
            <Figures quality={data} />
            <Methods quality={data} />
          </div>
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <Plot
              title={t('calibration')}
              text={t('calibrationText')}
              bins={data.calibration}
              most={MOST_STARS}
              ticks={[0, 1, 2, 3, 4, 5]}
              say={stars}
            />
            <Plot
              title={t('liking')}
              text={t('likingText')}
              bins={data.liking.calibration}
              most={1}
              ticks={[0, 0.25, 0.5, 0.75, 1]}
              say={percent}
            />
          </div>
          <Coverage coverage={data.coverage} />
          <Panel title={t('overTime')}>
            <Segments
              label={t('by')}
              value={by}
              options={[
                ['month', t('month')],
                ['day', t('day')],
              ]}
              onChoose={(next) => setBy(next === 'month' ? '' : next, { replace: true })}
            />
            <OverTime spans={data.timeline} />
          </Panel>
        </div>
      )}
      {data !== undefined && data.model !== null && <Model model={data.model} />}
      <p className="mt-4 text-sm">
        <a
          href="/methods/predictions-1"
          className="underline decoration-line underline-offset-4 hover:decoration-star"
        >
          {t('method')}
        </a>
      </p>
    </>
  );
}

function Figures({ quality: { count, rmse, mae, bias } }: { quality: Quality }) {
  const { t } = useTranslation('quality');
  const leaning =
    bias === null || Math.abs(bias) < 0.005
      ? t('leansNowhere')
      : t(bias > 0 ? 'leansUp' : 'leansDown', { stars: stars(Math.abs(bias)) });
  return (
    <Panel title={t('inFigures')}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5">
        <Figure what={t('compared')} figure={number(count)} />
        <Figure what={t('rmse')} figure={rmse === null ? '–' : stars(rmse)} />
        <Figure what={t('mae')} figure={mae === null ? '–' : stars(mae)} />
        <Figure
          what={t('bias')}
          figure={bias === null ? '–' : number(bias, { ...places, signDisplay: 'exceptZero' })}
        />
      </dl>
      <p className="mt-5 text-sm text-soft">{leaning}</p>
    </Panel>
  );
}

function Figure({ what, figure }: { what: string; figure: string }) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-sm text-faint">{what}</dt>
      <dd className="figures text-3xl font-bold tracking-tight">{figure}</dd>
    </div>
  );
}

function Model({ model }: { model: NonNullable<Quality['model']> }) {
  const { t } = useTranslation('quality');
  const { ratings, users, movies, trainedAt } = model;
  return (
    <p className="mt-10 text-sm text-faint">
      {t('model', {
        ratings: number(ratings),
        users: number(users),
        movies: number(movies),
        when: date(trainedAt, { dateStyle: 'long', timeStyle: 'short' }),
      })}
    </p>
  );
}
