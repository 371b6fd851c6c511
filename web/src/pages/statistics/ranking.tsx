import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { number, scoreText } from '../../numbers.ts';
import { Panel } from './panel.tsx';
import { Track } from './track.tsx';

type Row = {
  key: string | number;
  name: string;
  href?: string;
  count: number;
  mean: number;
  crowdMean: number | null;
};
type Props = { title: string; what: string; rows: readonly Row[] };

const MOST = 10;

/** Those with the most films, and how they did: here, and with others. */
export function Ranking({ title, what, rows }: Props) {
  const { t } = useTranslation('person');
  if (rows.length === 0) return null;
  return (
    <Panel title={title}>
      <table className="w-full text-sm">
        <thead className="text-xs text-faint">
          <tr>
            <th className="pb-2 text-left font-medium">{what}</th>
            <th className="pb-2 pl-3 text-right font-medium">{t('ratings')}</th>
            <th className="pb-2 pl-3 text-right font-medium">{t('mine')}</th>
            <th className="pb-2 pl-3 text-right font-medium">{t('others')}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-t border-line">
          {rows.slice(0, MOST).map(({ key, name, href, count, mean, crowdMean }) => (
            <tr key={key}>
              <th scope="row" className="w-3/5 py-2.5 text-left font-medium wrap-anywhere">
                {href === undefined ? (
                  name
                ) : (
                  <Link href={href} className="rounded hover:underline">
                    {name}
                  </Link>
                )}
                <Track stars={mean} others={crowdMean} />
              </th>
              <td className="figures pl-3 text-right text-soft">{number(count)}</td>
              <td className="figures pl-3 text-right font-semibold text-star-text">
                {scoreText(mean)}
              </td>
              <td className="figures pl-3 text-right text-soft">
                {crowdMean === null ? '–' : scoreText(crowdMean)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
