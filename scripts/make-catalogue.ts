import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { formatCatalogue } from '../server/src/catalogue/format.js';
import { buildCatalogue } from './catalogue/build.js';
import { readSources } from './catalogue/sources.js';

/*
 * Makes the catalogue that ships: `tsx scripts/make-catalogue.ts SOURCE_DIR`. The same sources make
 * the same bytes. `server/data/README.md` says what the sources are and what is left out.
 */
const TARGET = new URL('../server/data/catalogue.tsv.br', import.meta.url);

const [sourceDir, ...rest] = process.argv.slice(2);
if (sourceDir === undefined || rest.length > 0) {
  process.stderr.write('usage: tsx scripts/make-catalogue.ts SOURCE_DIR\n');
  process.exit(2);
}

const { catalogue, report } = buildCatalogue(readSources(sourceDir));
const text = Buffer.from(formatCatalogue(catalogue));
const packed = brotliCompressSync(text, {
  params: {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  },
});
writeFileSync(TARGET, packed);
process.stdout.write(
  `${JSON.stringify(report, null, 2)}\n` +
    `${catalogue.films.length} films, ${catalogue.people.length} people, ` +
    `${text.length} bytes, ${packed.length} packed\n`,
);
