// Before anything is painted: the theme that was chosen on this device; without one, dark.
const root = document.documentElement;
try {
  const theme = localStorage.getItem('halfstar/theme');
  if (theme === 'light' || theme === 'system') root.dataset.theme = theme;
} catch {}

// What the browser draws around the page goes with it, whenever another theme is chosen.
function colourBrowser() {
  const { theme = 'dark' } = root.dataset;
  for (const colour of document.querySelectorAll('meta[name="theme-color"]')) {
    const { theme: own } = colour.dataset;
    const isSo = theme === own ? 'all' : 'not all';
    colour.media = theme === 'system' ? `(prefers-color-scheme: ${own})` : isSo;
  }
}
colourBrowser();
new MutationObserver(colourBrowser).observe(root, { attributeFilter: ['data-theme'] });

// A phone takes a tenth of a second to load how its language writes dates: while the style is on its way, it has that.
new Intl.DateTimeFormat(undefined, { timeZone: 'UTC' }).format();
