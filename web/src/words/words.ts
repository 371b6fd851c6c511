import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Areas } from './areas.ts';

/** A dictionary with the keys of the English one; Spanish has one more plural, of millions. */
export type Words<English> = Record<keyof English, string> &
  Partial<Record<`${string}_many`, string>>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Areas;
  }
}

export type Area = keyof Areas;
export type Language = 'en' | 'es';
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

const files = import.meta.glob<{ default: Record<string, string> }>('./{en,es}/*.ts');
const CHOSEN = 'halfstar/language';

/** Fetches the words of an area in the language of the page; from then on they are there. */
export async function loadWords(area: Area): Promise<void> {
  const { language } = i18next;
  if (i18next.hasResourceBundle(language, area)) return;
  const words = await files[`./${language}/${area}.ts`]?.();
  i18next.addResourceBundle(language, area, words?.default ?? {});
}

/** Begins with the language that was chosen on this device, or the first of the browser's that we speak. */
export async function startWords(): Promise<void> {
  const lng = chosenLanguage() ?? languageOf(navigator.languages);
  await i18next.use(initReactI18next).init({
    lng,
    fallbackLng: false,
    ns: [],
    defaultNS: 'common',
    partialBundledLanguages: true,
    keySeparator: false,
    nsSeparator: ':',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = lng;
}

/** Keeps the choice and begins anew in that language: all that is shown depends on it. */
export function chooseLanguage(language: Language | null): void {
  if (language === null) localStorage.removeItem(CHOSEN);
  else localStorage.setItem(CHOSEN, language);
  location.reload();
}

export function chosenLanguage(): Language | null {
  const chosen = localStorage.getItem(CHOSEN);
  return chosen !== null && chosen in LANGUAGES ? (chosen as Language) : null;
}

export function languageOf(wanted: readonly string[]): Language {
  const spoken = wanted.map((one) => one.slice(0, 2).toLowerCase()).find((one) => one in LANGUAGES);
  return (spoken ?? 'en') as Language;
}
