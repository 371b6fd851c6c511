import { useTranslation } from 'react-i18next';
import { date, number } from '../../numbers.ts';
import type { Import } from './upload.ts';

const NAMES: Record<string, string> = {
  letterboxd: 'Letterboxd',
  imdb: 'IMDb',
  trakt: 'Trakt',
  tmdb: 'TMDB',
  movielens: 'MovieLens',
  criticker: 'Criticker',
  movary: 'Movary',
  yamtrack: 'Yamtrack',
  simkl: 'Simkl',
  ryot: 'Ryot',
  neodb: 'NeoDB',
  netflix: 'Netflix',
  halfstar: 'Halfstar',
};

/** Whose export it is, and how much is in which of its files. */
export function Recognised({ one: { files, rows, createdAt } }: { one: Import }) {
  const { t } = useTranslation('imports');
  const services = [...new Set(files.flatMap(({ service }) => service ?? []))];
  const known = files.filter(({ service, rows }) => service !== null && rows > 0);
  const facts = [
    services.map((service) => NAMES[service] ?? service).join(', '),
    t('rows', { count: rows, shown: number(rows) }),
    date(createdAt),
  ];
  return (
    <>
      <p className="figures mt-2 text-soft">{facts.filter(Boolean).join(' · ')}</p>
      {known.length > 1 && (
        <ul className="mt-3 flex flex-wrap gap-2">
          {known.map(({ name, part, rows }) => (
            <li key={name} className="rounded-full bg-raised px-3 py-1 text-sm text-soft">
              {part === null ? name : t(`${part}Part`)}{' '}
              <span className="figures text-faint">{number(rows)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
