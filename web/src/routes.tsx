import { type ComponentType, lazy } from 'react';
import { PAGES } from './pages.ts';
import { loadWords } from './words/words.ts';

type Page = ComponentType<{ params: Record<string, string> }>;

/** Every path with its page, which comes with its words when somebody goes there. */
export const ROUTES = Object.entries(PAGES).map(([path, { areas, load }]) => {
  const both = async () => {
    const [page] = await Promise.all([load(), ...areas.map(loadWords)]);
    return { default: page };
  };
  return [path, lazy(both) as unknown as Page] as const;
});
