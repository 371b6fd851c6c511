import { expect, it } from 'vitest';
import { PASSWORD, visits } from './support/visit.js';

const { visit, signUp, server } = visits();

const HOSTILE = [
  '<img src=x onerror="window.broken=1">',
  '"><script>window.broken=1</script>',
  "'-window.broken-'{{title}}$t(home)",
  '\u202Eruoy elif\u202C \u2066مرحبا\u2069',
  'W'.repeat(90),
];

/** Whether any of it was run, and what stands out of the screen. */
const LOOK = `({
  isBroken: 'broken' in window,
  wide: document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth)
      .map((one) => one.outerHTML.slice(0, 120)),
})`;

it('shows what is hostile as the text that it is', async () => {
  const { page } = await visit('/', { viewport: { width: 320, height: 700 } });
  await signUp(page, 'ana');
  const ben = { handle: 'ben', password: PASSWORD };
  await server().client().POST('/api/v1/users', { body: ben });
  const clientOf = async (body: typeof ben) => {
    const { data } = await server().client().POST('/api/v1/sessions', { body });
    return server().client(data?.token ?? '');
  };
  const [ana, other] = [await clientOf({ ...ben, handle: 'ana' }), await clientOf(ben)];
  const me = { path: { user: 'me' } };
  for (const [place, text] of HOSTILE.entries()) {
    for (const one of [ana, other])
      await one.PATCH('/api/v1/users/{user}', { params: me, body: { displayName: text } });
    const film = (
      await ana.POST('/api/v1/movies', {
        body: { title: text, overview: text, cast: [text], directors: [text], genres: ['Drama'] },
      })
    ).data;
    const movie = String(film?.id);
    for (const one of [ana, other])
      await one.PUT('/api/v1/users/{user}/ratings/{movie}', {
        params: { path: { user: 'me', movie } },
        body: { stars: 4, note: text },
      });
    await ana.PUT('/api/v1/users/{user}/favourites/{movie}', {
      params: { path: { user: 'me', movie } },
    });
    await ana.POST('/api/v1/users/me/tokens', { body: { name: `${place} ${text}` } });
    await page.goto(`/film/${movie}`);
    await page.getByRole('heading', { name: text, level: 1 }).waitFor();
    await page.getByRole('region', { name: 'Ratings of others' }).getByText(text).first().waitFor();
    expect(await page.getByLabel('Your note').inputValue()).toBe(text);
    await page.goto('/account');
    await expect.poll(() => page.getByLabel('Display name').inputValue()).toBe(text);
    await page.getByText(`${place} ${text}`).first().waitFor();
    for (const path of ['/', '/admin/users', `/admin/films?film=${movie}`, '/add', '/admin']) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      const { isBroken, wide } = (await page.evaluate(LOOK)) as {
        isBroken: boolean;
        wide: string[];
      };
      expect({ path, text, isBroken, wide }).toEqual({
        path,
        text,
        isBroken: false,
        wide: [],
      });
    }
  }
}, 120_000);
