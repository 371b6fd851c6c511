import { useMutation } from '@tanstack/react-query';
import { Check, Download, FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { pathTo } from '../../paths.ts';
import { Refused } from '../../ui/refused.tsx';
import { FORMATS, saveExport } from './save-export.ts';
import { Setting } from './setting.tsx';

/** All of mine, to take away. */
export function History() {
  const { t } = useTranslation(['account', 'common']);
  const { mutate, variables, isPending, isSuccess, error } = useMutation({
    mutationFn: saveExport,
  });
  return (
    <Setting title={t('historyTitle')} text={t('historyText')}>
      <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
        {FORMATS.map((format) => (
          <li key={format} className="flex items-center gap-x-4 py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1">
              <p className="font-medium">{t(`format_${format}`)}</p>
              <p className="text-sm text-faint">{t(`formatHint_${format}`)}</p>
            </div>
            <button
              type="button"
              className="button-quiet max-sm:size-11 max-sm:shrink-0 max-sm:px-0"
              disabled={isPending}
              aria-label={t('downloadNamed', { format: t(`format_${format}`) })}
              onClick={() => mutate(format)}
            >
              {isSuccess && variables === format ? (
                <Check className="size-4" aria-hidden="true" />
              ) : (
                <Download className="size-4" aria-hidden="true" />
              )}
              <span className="max-sm:sr-only">{t('download')}</span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {isSuccess && t('downloaded')}
      </p>
      <Refused error={error} />
      <Link href={pathTo('/imports')} className="button-quiet">
        <FileUp className="size-4" aria-hidden="true" />
        {t('common:imports')}
      </Link>
    </Setting>
  );
}
