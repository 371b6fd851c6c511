/**
 * Transpiles server/src to dist/, file by file, and copies SQL migrations and documents of methods beside them; bundles
 * web/ into dist/web with its service worker, each of its files compressed beside it.
 */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { build as buildWeb } from 'vite';

const source = 'server/src';
const target = 'dist';
const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: files
    .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
    .map((f) => join(source, f)),
  outdir: target,
  outbase: source,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
});
for (const file of files.filter((f) => /\.(sql|md)$/.test(f))) {
  cpSync(join(source, file), join(target, file));
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
