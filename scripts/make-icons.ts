/** Draws the icons of the installed page from web/public/icon.svg, for systems that take pictures alone. */
import { readFileSync } from 'node:fs';
import { launch } from '../web/test/support/chromium.js';

const FOLDER = 'web/public';
const GROUND = '#0e0f12';
/** A mask may take all that is not within a circle of four fifths. */
const MASKABLE_SCALE = 0.72;
const ICONS = [
  { name: 'icon-192.png', pixels: 192, scale: 1, ground: 'transparent' },
  { name: 'icon-512.png', pixels: 512, scale: 1, ground: 'transparent' },
  { name: 'icon-maskable.png', pixels: 512, scale: MASKABLE_SCALE, ground: GROUND },
  { name: 'icon-touch.png', pixels: 180, scale: MASKABLE_SCALE, ground: GROUND },
];

const svg = readFileSync(`${FOLDER}/icon.svg`, 'utf8');
const browser = await launch();
for (const { name, pixels, scale, ground } of ICONS) {
  const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
  await page.setContent(
    `<body style="margin:0;background:${ground};display:grid;place-items:center;height:100vh">` +
      `<div style="width:${pixels * scale}px;line-height:0">${svg}</div></body>`,
  );
  await page.screenshot({ path: `${FOLDER}/${name}`, omitBackground: true });
  await page.close();
}
await browser.close();
