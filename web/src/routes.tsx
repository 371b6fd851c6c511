import { type ComponentType, lazy } from 'react';
import { filmQuery, personQuery, queries } from './api.ts';
import { type Path, partsOf } from './paths.ts';
import { ratingsQuery, wantedOf } from './ratings.ts';
import { fetchAhead } from './ui/use-long-list.ts';
import { type Area, loadWords } from './words/words.ts';

type Page = ComponentType<{ params: Record<string, string> }>;
type Ahead = (part: string) => unknown;
type Loaded = {
  readonly load: () => Promise<unknown>;
  readonly Page: Page;
  readonly ahead: Ahead | undefined;
};

/**
 * A page and its words, fetched together when somebody goes there. `ahead` fetches what it shows first, of what the
 * address leaves open.
 */
function page(areas: Area | Area[], load: () => Promise<Page>, ahead?: Ahead): Loaded {
  const both = async () => {
    const [Page] = await Promise.all([load(), ...[areas].flat().map(loadWords)]);
    return { default: Page };
  };
  return { load: both, Page: lazy(both) as unknown as Page, ahead };
}

export const ROUTES: Partial<Record<Path, Loaded>> = {
  '/': page('home', async () => (await import('./pages/home.tsx')).HomePage),
  '/search': page('search', async () => (await import('./pages/search.tsx')).SearchPage),
  '/film/:movie': page(
    'film',
    async () => (await import('./pages/film.tsx')).FilmPage,
    (movie) => queries.prefetchQuery(filmQuery(movie)),
  ),
  '/person/:person': page('charts', async () => (await import('./pages/person.tsx')).PersonPage),
  '/charts/:chart': page('charts', async () => (await import('./pages/charts.tsx')).ChartsPage),
  '/rapid': page('rapid', async () => (await import('./pages/rapid.tsx')).RapidPage),
  '/for-you': page(
    ['predictions', 'charts'],
    async () => (await import('./pages/for-you.tsx')).ForYouPage,
  ),
  '/set-aside': page(
    'predictions',
    async () => (await import('./pages/set-aside.tsx')).SetAsidePage,
  ),
  '/together': page(
    ['predictions', 'charts'],
    async () => (await import('./pages/together.tsx')).TogetherPage,
  ),
  '/quality': page('quality', async () => (await import('./pages/quality.tsx')).QualityPage),
  '/user/:user': page(
    'person',
    async () => (await import('./pages/profile.tsx')).ProfilePage,
    (user) => {
      void queries.prefetchQuery(personQuery(user));
      fetchAhead(ratingsQuery(user, wantedOf(new URLSearchParams(location.search))));
    },
  ),
  '/user/:user/favourites': page(
    'person',
    async () => (await import('./pages/marked.tsx')).FavouritesPage,
  ),
  '/user/:user/watchlist': page(
    'person',
    async () => (await import('./pages/marked.tsx')).WatchlistPage,
  ),
  '/user/:user/diary': page(
    ['person', 'diary'],
    async () => (await import('./pages/diary.tsx')).DiaryPage,
  ),
  '/user/:user/statistics': page(
    'person',
    async () => (await import('./pages/statistics.tsx')).StatisticsPage,
  ),
  '/add': page(
    ['add-film', 'film-form'],
    async () => (await import('./pages/add-film.tsx')).AddFilmPage,
  ),
  '/admin': page('admin', async () => (await import('./pages/admin/overview.tsx')).AdminPage),
  '/admin/users': page(
    'admin',
    async () => (await import('./pages/admin/users.tsx')).AdminUsersPage,
  ),
  '/admin/films': page(
    ['admin', 'film-form', 'search'],
    async () => (await import('./pages/admin/films.tsx')).AdminFilmsPage,
  ),
  '/admin/health': page(
    'admin',
    async () => (await import('./pages/admin/health.tsx')).AdminHealthPage,
  ),
  '/account': page('account', async () => (await import('./pages/account.tsx')).AccountPage),
  '/imports': page('imports', async () => (await import('./pages/imports.tsx')).ImportsPage),
  '/imports/:import': page(
    ['imports', 'search'],
    async () => (await import('./pages/import.tsx')).ImportPage,
  ),
  '/sign-in': page('session', async () => (await import('./pages/sign-in.tsx')).SignInPage),
  '/sign-up': page('session', async () => (await import('./pages/sign-in.tsx')).SignUpPage),
};

/**
 * Fetches what an address needs, all of it at once, before anything is drawn. What cannot be had is asked for again, by
 * who shows it.
 */
export function hurryTo(address: string): void {
  for (const [path, { load, ahead }] of Object.entries(ROUTES)) {
    const parts = partsOf(path as Path, address);
    if (parts === null) continue;
    void load().catch(() => {});
    const [part] = Object.values(parts);
    // Neither what needs reading first, nor who may not be signed in.
    if (part !== undefined && !/%|^me$/.test(part)) ahead?.(part);
  }
}
