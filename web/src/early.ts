import { pageAt } from './pages.ts';
import { type Area, fetchWords, pageLanguage } from './words/language.ts';

/*
 * Asks for all that the page of this address needs: what is small does not wait until what is large is here and has run.
 * What cannot be had is asked for again, by who shows it.
 */
const { page, part } = pageAt(location.pathname) ?? {};
const areas: Area[] = ['common', ...(page?.areas ?? [])];
for (const area of areas) void fetchWords(pageLanguage(), area).catch(() => {});
void page?.load().catch(() => {});
// An address that narrows what is shown asks for something else.
if (page && part && location.search === '') page.firstAsked(part).forEach(preload);

/** The browser keeps the answer for who fetches the same. */
function preload(url: string): void {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: url });
  document.head.append(link);
}
