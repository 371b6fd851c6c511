import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { click, type Picture } from './picture.js';

const DIARY = `Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2024-01-02,The Shawshank Redemption,1994,https://boxd.it/29Pq,4.5,Yes,"cinema, with Ada",2024-01-01
2024-01-05,The Godfather,1972,https://boxd.it/2aNK,5,,,2024-01-04
2024-01-17,The Matrix: A Saga,1999,https://boxd.it/2a1m,3,,,2024-01-16
2024-02-09,Amélie,2001,https://boxd.it/2b1m,4,,,2024-02-08
2024-02-11,"The Long Afternoon of Nobody in Particular, or How It Went On",1987,https://boxd.it/zzzz,2.5,,,2024-02-10
2024-03-01,Pulp Fiction,1994,https://boxd.it/29Pr,,,,2024-02-29
`;
const CRITICKER = `Score, Film Name, Year, Date Rated, Mini Review, URL, IMDB ID
8,"The Shawshank Redemption",1994,"Jun 21 2014, 22:06","",https://www.criticker.com/film/a/,tt0111161
`;

const LOOK_EVERY_MS = 200;
const kofi = { path: '/imports', as: 'kofi', before: takeBack } as const;

export const IMPORTS: Record<string, Picture> = {
  imports: kofi,
  'import-refused': {
    ...kofi,
    act: (page) =>
      bring(page, 'ratings.csv', '%PDF-1.7').then(() => page.getByRole('alert').waitFor()),
  },
  'import-asking': {
    ...kofi,
    act: (page) =>
      bring(page, 'criticker.csv', CRITICKER).then(() =>
        page.getByText('On which scale').waitFor(),
      ),
  },
  'import-ready': { ...kofi, act: preview },
  'import-fix': { ...kofi, inSight: true, act: chooseFilm },
  'import-applied': { ...kofi, act: bringIn },
};

/** What an earlier picture brought in, so that the same file is new again. */
async function takeBack({ request }: Page): Promise<void> {
  const path = '/api/v1/users/me/imports';
  const mine = async () => {
    const answer = await request.get(path);
    const headers = { origin: new URL(answer.url()).origin };
    return { headers, items: (await answer.json()).items as { id: string; state: string }[] };
  };
  for (;;) {
    const { headers, items } = await mine();
    if (items.length === 0) return;
    for (const { id, state } of items) {
      if (state === 'applied') await request.post(`${path}/${id}/undo`, { headers });
      else await request.delete(`${path}/${id}`, { headers });
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function bring(page: Page, name: string, content: string): Promise<void> {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) };
  return page.locator('input[type=file]').setInputFiles(file);
}

async function preview(page: Page): Promise<void> {
  await bring(page, 'diary.csv', DIARY);
  await page.getByRole('heading', { name: /something new/ }).waitFor();
  await page.locator('main ol li').first().waitFor();
}

async function chooseFilm(page: Page): Promise<void> {
  await preview(page);
  await page.getByRole('button', { name: 'Say which film The Matrix: A Saga is' }).click();
}

async function bringIn(page: Page): Promise<void> {
  await preview(page);
  await click(page, 'Bring it in');
  await page.getByRole('heading', { name: 'Your history is here' }).waitFor();
  await page.locator('main ol li').first().waitFor();
}
