import { useTranslation } from 'react-i18next';
import { chooseTheme, theme } from '../../device.ts';
import { Segments } from '../../ui/segments.tsx';
import { chooseLanguage, chosenLanguage, LANGUAGES, type Language } from '../../words/language.ts';
import { Setting } from './setting.tsx';

/** What is chosen for this device alone. */
export function Device() {
  const { t } = useTranslation('account');
  const languages = Object.entries(LANGUAGES) as [Language, string][];
  return (
    <Setting title={t('deviceTitle')} text={t('deviceText')}>
      <Segments
        label={t('theme')}
        value={theme.use()}
        options={theme.all.map((one) => [one, t(`theme_${one}`)])}
        onChoose={chooseTheme}
      />
      <Segments<Language | 'browser'>
        label={t('language')}
        value={chosenLanguage() ?? 'browser'}
        options={[['browser', t('languageOfBrowser')], ...languages]}
        onChoose={(next) => chooseLanguage(next === 'browser' ? null : next)}
      />
    </Setting>
  );
}
