import type { ComponentType } from 'react';
import { type Path, partsOf } from './paths.ts';
import type { Area } from './words/language.ts';

type Component = ComponentType<{ params: Record<string, string> }>;
type Page = {
  readonly areas: readonly Area[];
  readonly load: () => Promise<Component>;
  /** What it asks the service for first, of what the address leaves open. */
  readonly firstAsked: (part: string) => readonly string[];
};

/** A page with the areas of its words. Both are fetched when somebody goes there. */
function page(
  areas: Area | Area[],
  load: Page['load'],
  firstAsked: Page['firstAsked'] = () => [],
): Page {
  return { areas: [areas].flat(), load, firstAsked };
}

export const PAGES: Partial<Record<Path, Page>> = {
  '/': page('home', async () => (await import('./pages/home.tsx')).HomePage),
  '/search': page('search', async () => (await import('./pages/search.tsx')).SearchPage),
  '/film/:movie': page(
    'film',
    async () => (await import('./pages/film.tsx')).FilmPage,
    (movie) => [`/api/v1/movies/${movie}`],
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
    (user) => [`/api/v1/users/${user}`, `/api/v1/users/${user}/ratings?sort=-ratedAt&limit=40`],
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

/** The page at an address, with the part of it that is left open: neither one that needs reading first, nor `me`. */
export function pageAt(address: string): { page: Page; part: string | null } | null {
  for (const [path, page] of Object.entries(PAGES)) {
    const parts = partsOf(path as Path, address);
    if (parts === null) continue;
    const [part] = Object.values(parts);
    return { page, part: part === undefined || /%|^me$/.test(part) ? null : part };
  }
  return null;
}
