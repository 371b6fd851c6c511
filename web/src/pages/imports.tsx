import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';
import { usePageTitle } from '../ui/page-title.tsx';
import { SignInFirst } from '../ui/sign-in-first.tsx';
import { Drop } from './imports/drop.tsx';
import { NotRead } from './imports/not-read.tsx';
import { PastImports } from './imports/past-imports.tsx';
import { Unclear } from './imports/unclear.tsx';
import { type Part, upload } from './imports/upload.ts';
import { learn } from './imports/use-import.ts';

/** Where a history from elsewhere comes in. */
export function ImportsPage() {
  const { t } = useTranslation(['imports', 'common']);
  const user = useUser();
  usePageTitle(t('common:imports'));
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="title">{t('common:imports')}</h1>
      {user === null ? (
        <SignInFirst />
      ) : (
        <>
          <p className="mt-3 max-w-prose text-soft">{t('intro')}</p>
          <BringIn />
          <PastImports />
        </>
      )}
    </div>
  );
}

function BringIn() {
  const { t } = useTranslation('imports');
  const [, go] = useLocation();
  const { mutate, variables, error, isPending } = useMutation({
    mutationFn: upload,
    onSuccess(one) {
      learn(one);
      go(pathTo('/imports/:import', { import: one.id }));
    },
  });
  const choices = choicesOf(error);
  return (
    <div className="mt-8">
      <Drop isBusy={isPending} onFile={(file) => mutate({ file })} />
      <p role="status" className="sr-only">
        {isPending && t('reading')}
      </p>
      <div className="mt-4">
        <NotRead error={error} />
      </div>
      {choices !== null && variables && (
        <Unclear
          choices={choices}
          isBusy={isPending}
          onSay={(said) => mutate({ file: variables.file, ...said })}
        />
      )}
      <details className="group mt-6">
        <summary className="inline-flex min-h-11 items-center rounded-lg text-sm font-semibold text-soft hover:text-ink">
          {t('fromWhere')}
        </summary>
        <dl className="mt-2 grid gap-x-8 gap-y-4 text-sm sm:grid-cols-2">
          {SERVICES.map(([name, how]) => (
            <div key={name}>
              <dt className="font-semibold">{name}</dt>
              <dd className="text-soft">{t(how)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

const SERVICES = [
  ['Letterboxd', 'how_letterboxd'],
  ['IMDb', 'how_imdb'],
  ['Trakt', 'how_trakt'],
  ['TMDB', 'how_tmdb'],
  ['MovieLens', 'how_movielens'],
  ['Netflix', 'how_netflix'],
  ['Halfstar', 'how_halfstar'],
  ['Criticker, Movary, Yamtrack, Simkl, Ryot, NeoDB', 'how_others'],
] as const;

/** What the service asks to be told beside the file; null where it refused it for something else. */
function choicesOf(error: unknown): Part[] | null {
  const { type, choices } = (error ?? {}) as { type?: string; choices?: Part[] };
  return type?.endsWith('/import-unclear') ? (choices ?? []) : null;
}
