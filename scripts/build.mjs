/** Transpiles server/src to dist/, file by file, and copies the SQL migrations beside them. */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

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
for (const file of files.filter((f) => f.endsWith('.sql'))) {
  cpSync(join(source, file), join(target, file));
}
