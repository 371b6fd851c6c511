import { useMutation } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { NotFound } from '../layout/not-found.tsx';
import { pathTo } from '../paths.ts';
import { useUser } from '../session/session.ts';
import { usePageTitle } from '../ui/page-title.tsx';
import { Refused } from '../ui/refused.tsx';
import { SignInFirst } from '../ui/sign-in-first.tsx';
import { Problem, Skeleton } from '../ui/states.tsx';
import { Preview } from './imports/preview.tsx';
import { Progress } from './imports/progress.tsx';
import { Recognised } from './imports/recognised.tsx';
import { Report } from './imports/report.tsx';
import { Scales } from './imports/scales.tsx';
import { undo } from './imports/steer.ts';
import type { Import } from './imports/upload.ts';
import { isWorking, learn, useImport } from './imports/use-import.ts';

const MISSING = 404;

/** One import, from what was recognised to what it did. */
export function ImportPage({ params }: { params: Record<string, string> }) {
  const user = useUser();
  const id = Number(params.import);
  if (user === null) return <SignInFirst />;
  if (!Number.isSafeInteger(id) || id < 1) return <NotFound />;
  return <Found key={id} id={id} />;
}

function Found({ id }: { id: number }) {
  const { t } = useTranslation(['imports', 'common']);
  const { one, error, refetch } = useImport(id);
  usePageTitle(one === undefined ? t('common:imports') : `${t('common:imports')}: ${one.name}`);
  if ((error as { status?: number } | null)?.status === MISSING) return <NotFound />;
  if (one === undefined) {
    return error ? (
      <Problem error={error} onRetry={refetch} />
    ) : (
      <Skeleton className="mx-auto h-96 w-full max-w-4xl" />
    );
  }
  return (
    <div className="mx-auto max-w-4xl">
      <Link href={pathTo('/imports')} className="button-bare -ml-3">
        <ChevronLeft className="size-4" aria-hidden="true" />
        {t('allImports')}
      </Link>
      <h1 className="title mt-2 wrap-anywhere" dir="auto">
        {one.name}
      </h1>
      <Recognised one={one} />
      <div className="mt-8">
        <Stage one={one} />
      </div>
    </div>
  );
}

/** What there is to see and to do, as far as it is. */
function Stage({ one }: { one: Import }) {
  if (one.state === 'asking') return <Scales one={one} />;
  if (one.state === 'ready') return <Preview one={one} />;
  if (isWorking(one)) return <Working one={one} />;
  return <Report one={one} />;
}

function Working({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const { mutate, isPending, error } = useMutation({ mutationFn: undo, onSuccess: learn });
  return (
    <section className="panel" aria-label={t(`state_${one.state}`)}>
      <Progress text={t(`doing_${one.state as 'matching'}`)} {...one.progress} />
      {one.state === 'applying' && (
        <div className="mt-5">
          <button
            type="button"
            className="button-quiet"
            disabled={isPending}
            onClick={() => mutate(one.id)}
          >
            {t('stop')}
          </button>
        </div>
      )}
      <Refused error={error} />
    </section>
  );
}
