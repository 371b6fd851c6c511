import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

const SERVER = 'http://127.0.0.1:8080';
/** Of several pages, but for what few see on their first visit. */
const COMMON =
  /node_modules|preload-helper|web\/src\/([\w-]+\.tsx?|words\/\w+\.ts|(layout|mine|session(?!\/sign-in)|ui)\/)/;

export default defineConfig({
  plugins: [tailwindcss(), scriptsLast()],
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
        codeSplitting: { groups: [{ name: 'common', test: COMMON, minShareCount: 2 }] },
      },
    },
  },
  server: { proxy: { '/api': SERVER, '/health': SERVER } },
});

/** The first paint needs style and font alone: the script, eight times as large, is not to take the line from them. */
function scriptsLast(): Plugin {
  return {
    name: 'scripts-last',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replace(
          /<(?:script type="module"|link rel="modulepreload")/g,
          '$& fetchpriority="low"',
        ),
    },
  };
}
