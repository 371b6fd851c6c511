/**
 * Bundles the server into dist/: main.js, and a file for each thread, with what they share beside them. Hundreds of
 * modules of ours and of packages take longer to find than to run. All files are in one folder, so that what a module
 * finds relative to itself (migrations, documents of methods, the page) is beside the bundle, as it is beside the module.
 * What has a binary or files of its own stays in node_modules, and with it the licences of all packages.
 *
 * Bundles web/ into dist/web with its service worker, each of its files compressed beside it.
 */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { build as buildWeb } from 'vite';

const source = 'server/src';
const target = 'dist';
const ENTRIES = [
  'main',
  'adapters/sql/rating-thread',
  'commands/importing',
  'commands/renewal',
  'commands/training',
  'commands/train-parts',
];
const FOLDERS = ['adapters/sql/migrations', 'http/methods'];
/**
 * Those with a binary; one that is no module and yet fetched by `import()`, which finds no names in it once it is bundled;
 * and one that is looked for by a package that does without.
 */
const STAY_OUTSIDE = ['libsql', '@node-rs/argon2', 'cookie', 'pg-native'];
/** Whose files are read where they were installed. */
const WITH_FILES = /node_modules\/(?<folder>@fastify\/swagger-ui\/.*)\.js$/;
/** Packages that are not modules ask for those of Node, and for where they are. */
const BANNER = `import { createRequire as __requireOf } from 'node:module';
const require = __requireOf(import.meta.url);
const __packages = import.meta.dirname + '/../node_modules/';`;

rmSync(target, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ENTRIES.map((entry) => join(source, `${entry}.ts`)),
  outdir: target,
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  external: STAY_OUTSIDE,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: BANNER },
  plugins: [{ name: 'files-of-packages', setup: keepPlaces }],
  sourcemap: 'linked',
  metafile: true,
  logLevel: 'warning',
});
for (const { entryPoint = '', exports } of Object.values(metafile.outputs)) {
  if (!entryPoint.startsWith('node_modules') || exports.join() !== 'default') continue;
  throw new Error(
    `${entryPoint} is fetched by import(), and would have no names: it must stay outside.`,
  );
}
for (const folder of FOLDERS) {
  cpSync(join(source, folder), join(target, basename(folder)), { recursive: true });
}

await buildWeb({ root: 'web', logLevel: 'warn' });
const web = join(target, 'web');
await buildServiceWorker();
for (const file of readdirSync(web, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(html|js|css|svg|json|webmanifest)$/.test(file)) continue;
  const bytes = readFileSync(join(web, file));
  writeFileSync(join(web, `${file}.br`), brotliCompressSync(bytes));
  writeFileSync(join(web, `${file}.gz`), gzipSync(bytes, { level: 9 }));
}

/** Code that asks where it is hears where it was. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: WITH_FILES }, ({ path }) => {
    const folder = dirname(WITH_FILES.exec(path).groups.folder);
    const code = readFileSync(path, 'utf8');
    return { contents: code.replaceAll('__dirname', `(__packages + '${folder}')`) };
  });
}

/** Knows all that the page is made of, and has a new name for its cache whenever any of that is new. */
async function buildServiceWorker() {
  const names = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(html|js|css|svg|png|webmanifest|woff2)$/.test(name),
  );
  const hash = createHash('sha256');
  for (const name of names) hash.update(readFileSync(join(web, name)));
  const shell = names.map((name) => (name === 'index.html' ? '/' : `/${name}`));
  await build({
    entryPoints: ['web/src/sw/sw.ts'],
    outfile: join(web, 'sw.js'),
    bundle: true,
    minify: true,
    target: 'es2022',
    define: {
      SHELL: JSON.stringify(shell),
      BUILD: JSON.stringify(hash.digest('hex').slice(0, 12)),
    },
  });
}
