import { useTranslation } from 'react-i18next';

type Props = {
  caption: string;
  heads: readonly string[];
  /** The first of a row names it. */
  rows: readonly (readonly string[])[];
};

/** What a picture shows, in figures, for whoever wants or needs them. */
export function AsTable({ caption, heads, rows }: Props) {
  const { t } = useTranslation('quality');
  return (
    <details className="mt-3">
      <summary className="inline-flex min-h-11 items-center rounded-lg text-sm font-medium text-soft hover:text-ink">
        {t('asTable')}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keys */}
      <section aria-label={caption} tabIndex={0} className="max-h-96 overflow-auto">
        <table className="figures w-full text-left text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="text-faint">
              {heads.map((head) => (
                <th key={head} scope="col" className="py-1.5 pr-4 font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(([name, ...cells], n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two bins may read the same
              <tr key={n}>
                <th scope="row" className="py-1.5 pr-4 font-medium whitespace-nowrap">
                  {name}
                </th>
                {cells.map((cell, column) => (
                  <td key={heads[column + 1]} className="py-1.5 pr-4 text-soft">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
