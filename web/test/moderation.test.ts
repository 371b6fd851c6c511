import { expect, it } from 'vitest';
import { argonPasswords } from '../../server/src/adapters/crypto/passwords.js';
import type { MovieId } from '../../server/src/movies/movie.js';
import { rateAndFlag } from '../../server/test/support/flags.js';
import { beginCounting } from '../../server/test/support/publish.js';
import { addUser } from '../../server/test/support/some.js';
import { axeEverywhere } from './support/axe.js';
import { addSomebody, rateAll } from './support/somebody.js';
import { PASSWORD, visits } from './support/visit.js';

const { visit, signIn, server } = visits({
  async fill(store) {
    const passwordHash = await argonPasswords().hash(PASSWORD);
    await addUser(store, 'root', { role: 'ADMIN', passwordHash });
    const { id } = await addUser(store, 'many');
    await beginCounting(store);
    await rateAndFlag(store, id, 1 as MovieId, { stars: 0.5, seenAt: Date.now() });
  },
});

it('says what unusual votes were, and takes it back', async () => {
  const { page } = await visit();
  await signIn(page, 'root');
  await page.goto('/admin');
  const flags = page.getByRole('region', { name: 'Votes in question' });
  const flag = flags.getByRole('article');
  await flag.getByText('12 votes, 0.5 ★ on average; before, it was 3.8 ★.').waitFor();
  await axeEverywhere(page);
  await flag.getByLabel('Why (if you like)').fill('A forum asked for it');
  await flag.getByRole('button', { name: 'It is an attack' }).click();
  await page.getByText('Done. The score follows within a second.').waitFor();
  await flags.getByText('Nothing waits for a decision.').waitFor();

  await flags.getByRole('radio', { name: 'Decided' }).check();
  await flag.getByText('Found to be an attack').waitFor();
  expect(await flag.getByLabel('Why (if you like)').inputValue()).toBe('A forum asked for it');
  await axeEverywhere(page);
  await flag.getByRole('button', { name: 'Take the decision back' }).click();
  await flags.getByText('Nothing was decided yet.').waitFor();
  await flags.getByRole('radio', { name: 'To decide' }).check();
  await flag.getByRole('button', { name: 'They are genuine' }).waitFor();

  await page.reload();
  const deeds = page.getByRole('region', { name: 'What admins did' }).getByRole('listitem');
  await deeds.nth(1).waitFor();
  const [tookBack, decided] = await deeds.allTextContents();
  expect(tookBack).toMatch(/^root took back the decision about votes in question \d+ · film: \d+/);
  expect(decided).toMatch(/^root decided about votes in question \d+ · film: \d+, decision: Found/);
  expect(decided).not.toContain('null');
});

it('makes one film of two: all ratings move, and the old address leads to the one that stays', async () => {
  const [ana, ben] = [await addSomebody(server(), 'ana'), await addSomebody(server(), 'ben')];
  const add = async (title: string, runtimeMinutes?: number) => {
    const body = { title, year: 1972, ...(runtimeMinutes && { runtimeMinutes }) };
    const { data } = await ana.POST('/api/v1/movies', { body });
    return String(data?.id);
  };
  const [stays, goes] = [await add('Quiet Ocean'), await add('The Quiet Ocean', 167)];
  await rateAll(ana, [{ movie: stays, stars: 4 }]);
  await rateAll(ben, [{ movie: goes, stars: 2.5 }]);

  const { page } = await visit();
  await signIn(page, 'root');
  await page.goto('/admin/films');
  await page.getByLabel('Find a film').fill('the quiet ocean');
  await page.getByRole('button', { name: /^The Quiet Ocean/ }).click();
  await page.getByRole('button', { name: 'Merge…' }).click();
  const finding = page.getByRole('dialog', { name: 'Which film is the same?' });
  await finding.getByLabel('Find a film').fill('quiet ocean');
  const other = finding.getByRole('button', { name: /^Quiet Ocean/ });
  await other.waitFor();
  await axeEverywhere(page);
  await other.click();
  const dialog = page.getByRole('dialog', { name: 'Make one film of these two?' });
  await dialog.getByRole('region', { name: 'Goes' }).getByText('The Quiet Ocean').waitFor();
  await dialog.getByRole('button', { name: 'The other way round' }).click();
  await dialog.getByRole('region', { name: 'Stays' }).getByText('The Quiet Ocean').waitFor();
  await dialog.getByRole('button', { name: 'The other way round' }).click();
  await axeEverywhere(page);
  await dialog.getByRole('button', { name: 'Merge for good' }).click();
  await page.getByText('It is all with Quiet Ocean now').waitFor();
  await page.getByRole('heading', { name: 'Quiet Ocean', level: 2, exact: true }).waitFor();
  await expect.poll(() => page.getByLabel('Minutes').inputValue()).toBe('167');

  // Whoever is signed in sees what others gave only once they have rated.
  const { page: stranger } = await visit(`/film/${goes}`);
  await stranger.getByRole('heading', { name: 'Quiet Ocean', level: 1, exact: true }).waitFor();
  const others = stranger.getByRole('region', { name: 'Ratings of others' });
  await others.getByText('4 stars').waitFor();
  await others.getByText('2.5 stars').waitFor();
  const { data } = await ana.GET('/api/v1/movies/{movie}', { params: { path: { movie: goes } } });
  expect(data).toMatchObject({ id: Number(stays), title: 'Quiet Ocean', runtimeMinutes: 167 });
});
