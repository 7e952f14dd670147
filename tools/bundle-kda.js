// Plain JavaScript: bin/kda.js runs it before anything of the project is compiled.
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { COMMON_OPTIONS, exitWith, isUpToDate, removeOldParts, writeBundle } = require('./bundle.js');

const PROJECT = join(__dirname, '..');

/** @type {import('./bundle.js').Bundle} */
const KDA = { folder: PROJECT, entries: { main: 'cli/main.ts' }, out: '.build/kda', extension: '.mjs' };

/** @type {import('./bundle.js').Bundle} Code of the page, for browsers, with its styles. */
const PAGE = {
  folder: PROJECT,
  entries: { page: 'cli/page/browser/page.tsx' },
  out: '.build/kda/page',
  extension: '.js',
};

/** CommonJS of packages and `__dirname` of sources need these in an ES module. The names are in nobody's source. */
const BANNER = [
  "import * as KDA_MODULE from 'node:module';",
  "import * as KDA_PATH from 'node:path';",
  "import * as KDA_URL from 'node:url';",
  'const require = KDA_MODULE.createRequire(import.meta.url);',
  "const KDA_PROJECT = KDA_PATH.join(KDA_PATH.dirname(KDA_URL.fileURLToPath(import.meta.url)), '../..');",
].join('');

/** Builds the program `kda` if it is missing or a source has changed since. Takes some milliseconds if not. */
function ensureKda() {
  if (isUpToDate(KDA) && isUpToDate(PAGE)) return;
  // A process of its own: esbuild runs plugins asynchronously only, and the starter goes on with the result.
  const { status } = spawnSync(process.execPath, [__filename], { stdio: ['ignore', 'inherit', 'inherit'] });
  // It said why.
  if (status !== 0) process.exit(1);
}

async function build() {
  await Promise.all([isUpToDate(KDA) ? undefined : buildProgram(), isUpToDate(PAGE) ? undefined : buildPage()]);
  // The tarball holds no part of an earlier build.
  if (process.argv.includes('--pack')) removeOldParts(KDA);
}

async function buildPage() {
  const startedAt = Date.now();
  const result = await require('esbuild').build({
    ...COMMON_OPTIONS,
    absWorkingDir: PROJECT,
    entryPoints: [{ in: PAGE.entries.page, out: 'page' }],
    outdir: join(PROJECT, PAGE.out),
    format: 'esm',
    platform: 'browser',
    // Browsers of the last two years.
    target: 'es2022',
    minifyIdentifiers: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
  });
  writeBundle(PAGE, result, { startedAt, also: [__filename] });
}

async function buildProgram() {
  const startedAt = Date.now();
  const result = await require('esbuild').build({
    ...COMMON_OPTIONS,
    absWorkingDir: PROJECT,
    entryPoints: [{ in: KDA.entries.main, out: 'main' }],
    outdir: join(PROJECT, KDA.out),
    outExtension: { '.js': KDA.extension },
    format: 'esm',
    // A part of its own for whatever a command loads when it runs: help reads the declarations only.
    splitting: true,
    chunkNames: 'part-[hash]',
    // Only the checkout has it, and only commands that need the checkout load it.
    external: ['esbuild'],
    preserveSymlinks: true,
    banner: { js: BANNER },
    plugins: [{ name: 'folders of sources', setup: keepFolders }],
  });
  writeBundle(KDA, result, { startedAt, also: [__filename] });
}

/** Keeps `__dirname` of each source: the folder that it has in the project, wherever the bundle is. */
function keepFolders(esbuild) {
  esbuild.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const code = readFileSync(path, 'utf8');
    if (path.includes('node_modules') || !/\b__dirname\b/.test(code)) return undefined;
    const folder = JSON.stringify(relative(PROJECT, dirname(path)));
    const declaration = `const __dirname = require('node:path').join(KDA_PROJECT, ${folder});`;
    return { contents: `declare const KDA_PROJECT: string; ${declaration} ${code}`, loader: 'ts' };
  });
}

module.exports = { ensureKda };

if (require.main === module) {
  build().catch((error) => exitWith(KDA, error));
}
