import { describe, expect, it } from 'vitest';
import { languageOf } from './language.ts';

const dictionaries = import.meta.glob<Record<string, string>>('./{en,es}/*.ts', {
  eager: true,
  import: 'default',
});
const areas = Object.keys(dictionaries).filter((file) => file.startsWith('./en/'));

describe('the words', () => {
  it.each(areas)('%s leave out the same places in both languages', (file) => {
    const spanish = dictionaries[file.replace('/en/', '/es/')] ?? {};
    const english = dictionaries[file] ?? {};
    for (const [key, text] of Object.entries(english)) {
      expect([key, placesOf(spanish[key] ?? '')]).toEqual([key, placesOf(text)]);
    }
  });

  it.each(areas)('%s have the Spanish plural of millions', (file) => {
    const spanish = Object.keys(dictionaries[file.replace('/en/', '/es/')] ?? {});
    const plurals = spanish.filter((key) => key.endsWith('_other'));
    for (const key of plurals) expect(spanish).toContain(key.replace('_other', '_many'));
  });
});

describe('the language', () => {
  it.each([
    [['es-MX', 'en'], 'es'],
    [['fr', 'es'], 'es'],
    [['de-AT'], 'en'],
    [[], 'en'],
  ])('of a browser that wants %s is %s', (wanted, language) => {
    expect(languageOf(wanted)).toBe(language);
  });
});

function placesOf(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
}
