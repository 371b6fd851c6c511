import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Areas } from './areas.ts';
import { type Area, fetchWords, type Language, pageLanguage } from './language.ts';

/** A dictionary with the keys of the English one; Spanish has one more plural, of millions. */
export type Words<English> = Record<keyof English, string> &
  Partial<Record<`${string}_many`, string>>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Areas;
  }
}

/** Fetches the words of an area in the language of the page; from then on they are there. */
export async function loadWords(area: Area): Promise<void> {
  const { language } = i18next;
  if (i18next.hasResourceBundle(language, area)) return;
  i18next.addResourceBundle(language, area, await fetchWords(language as Language, area));
}

export async function startWords(): Promise<void> {
  const lng = pageLanguage();
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
