import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

const SERVER = 'http://127.0.0.1:8080';
/** Of several pages, but for what few see on their first visit. */
const COMMON =
  /node_modules|web\/src\/([\w-]+\.tsx?|words\/\w+\.ts|(layout|mine|session(?!\/sign-in)|ui)\/)/;
/** What asks for all else. */
const EARLY = /preload-helper|web\/src\/(early|pages|paths|words\/language)\.ts/;

export default defineConfig({
  plugins: [tailwindcss(), earlyFirst()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The policy of the page takes no data: but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      // Packages say where they would be split for a server, which there is none of.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      output: {
        // One file of what pages have in common: a page would wait for a dozen of a kilobyte each.
        codeSplitting: {
          groups: [
            { name: 'early', test: EARLY, priority: 1 },
            { name: 'common', test: COMMON, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': SERVER, '/health': SERVER } },
});

/**
 * The first paint needs style and font alone: the script, eight times as large, is not to take the line from them, but
 * for the little that asks for the rest.
 */
function earlyFirst(): Plugin {
  return {
    name: 'early-first',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html
          .replace(
            /<link rel="modulepreload" crossorigin href="(\/assets\/early-[^"]+)">/,
            '<script type="module" async crossorigin src="$1"></script>',
          )
          .replace(
            /<(?:script type="module"(?! async)|link rel="modulepreload")/g,
            '$& fetchpriority="low"',
          ),
    },
  };
}
