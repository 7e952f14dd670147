// Plain JavaScript: the starters in bin/ run it before anything of the project is compiled.
const { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } =
  require('node:fs');
const { dirname, join, relative } = require('node:path');

const PROJECT = join(__dirname, '..');
/** Versions of what is bundled from node_modules. */
const LOCK_FILE = join(PROJECT, 'package-lock.json');

/**
 * @typedef {object} Bundle Programs of a folder, each in one file with everything in it: whoever installs it has no
 *   other package to install.
 * @property {string} folder absolute path of the package
 * @property {Record<string, string>} entries names of files in dist/, without `.cjs`, to sources, relative to `folder`
 * @property {Record<string, string>} [copies] files of the tarball, relative to `folder`, to files of the project
 */

/**
 * Builds dist/ if it is missing or a source has changed since. Takes about a millisecond if not.
 *
 * @param {Bundle} bundle
 */
function ensureBundle(bundle) {
  if (!isUpToDate(bundle)) build(bundle);
}

/** @param {Bundle} bundle */
function build({ folder, entries }) {
  // Loaded only to build: it takes 30 ms.
  const esbuild = require('esbuild');
  const result = esbuild.buildSync({
    absWorkingDir: folder,
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: source, out })),
    outdir: join(folder, 'dist'),
    outExtension: { '.js': '.cjs' },
    write: false,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // The ES modules of packages can be shaken; what they have as CommonJS is several times larger.
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const sources = Object.keys(result.metafile.inputs).filter((input) => !/(^|\/)node_modules\//.test(input));
  const stamp = stampOf(folder, [...sources.map((source) => join(folder, source)), LOCK_FILE, __filename]);
  mkdirSync(join(folder, 'dist'), { recursive: true });
  for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
  // Written last: an interrupted build is never taken for a whole one.
  replaceFile(stampFile(folder), JSON.stringify({ entries, stamp }, undefined, 1));
}

/** @param {Bundle} bundle */
function isUpToDate({ folder, entries }) {
  if (!Object.keys(entries).every((name) => existsSync(join(folder, 'dist', `${name}.cjs`)))) return false;
  try {
    const built = JSON.parse(readFileSync(stampFile(folder), 'utf8'));
    const files = Object.keys(built.stamp).map((file) => join(folder, file));
    return (
      JSON.stringify(built.entries) === JSON.stringify(entries) &&
      JSON.stringify(built.stamp) === JSON.stringify(stampOf(folder, files))
    );
  } catch {
    return false; // no stamp, or a source that is gone
  }
}

/** Time and size of each file: any change of a file changes one of them. */
function stampOf(folder, files) {
  return Object.fromEntries(
    files.map((file) => {
      const { mtimeMs, size } = statSync(file);
      return [relative(folder, file), `${mtimeMs} ${size}`];
    }),
  );
}

const stampFile = (folder) => join(folder, 'dist', 'built-from.json');

/** In one step: another process that starts now reads the old file or the new one. */
function replaceFile(path, contents) {
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

/**
 * Makes everything that the tarball holds besides committed files: the bundle, its types if it exports an index, copies.
 *
 * @param {Bundle} bundle
 */
function prepack(bundle) {
  const { folder, entries, copies = {} } = bundle;
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  build(bundle);
  if (entries.index !== undefined) declareTypes(folder, join(folder, entries.index));
  for (const [to, from] of Object.entries({ LICENSE: 'LICENSE', ...copies })) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    copyFileSync(join(PROJECT, from), join(folder, to));
  }
}

/** Writes dist/types/: declarations of the index and of what they refer to. */
function declareTypes(folder, index) {
  const typescript = require('typescript');
  const outDir = join(folder, 'dist', 'types');
  const { config } = typescript.readConfigFile(join(PROJECT, 'tsconfig.json'), typescript.sys.readFile);
  const { options } = typescript.convertCompilerOptionsFromJson(config.compilerOptions, PROJECT);
  const emitted = typescript
    .createProgram([index], {
      ...options,
      ...{
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        incremental: false,
        tsBuildInfoFile: undefined,
      },
      ...{ rootDir: PROJECT, outDir },
    })
    .emit();
  if (emitted.emitSkipped) throw new Error(`No types were written for ${index}: run tsc, which shows the error.`);

  const wanted = new Set();
  const open = [join(outDir, relative(PROJECT, index)).replace(/\.ts$/, '.d.ts')];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (wanted.has(file)) continue;
    wanted.add(file);
    const specifiers = readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport\()["'](\.[^"']+)["']/g);
    for (const [, specifier] of specifiers) open.push(`${join(dirname(file), specifier)}.d.ts`);
  }
  for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(file)) rmSync(file);
  }
}

module.exports = { ensureBundle, prepack };
