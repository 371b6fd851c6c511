import type { Areas } from './areas.ts';

export type Area = keyof Areas;
export type Language = 'en' | 'es';
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

const files = import.meta.glob<{ default: Record<string, string> }>('./{en,es}/*.ts');
const CHOSEN = 'halfstar/language';

/** The one that was chosen on this device, or the first of the browser's that we speak. */
export function pageLanguage(): Language {
  return chosenLanguage() ?? languageOf(navigator.languages);
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

/** The dictionary of an area. */
export async function fetchWords(language: Language, area: Area): Promise<Record<string, string>> {
  const words = await files[`./${language}/${area}.ts`]?.();
  return words?.default ?? {};
}
