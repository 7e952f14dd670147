// Plain JavaScript: the starters in bin/ run it before anything of the project is compiled.
const { createHash } = require('node:crypto');
const { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } =
  require('node:fs');
const { basename, dirname, join, relative } = require('node:path');

const PROJECT = join(__dirname, '..');

/** Files whose change changes every bundle although none holds them: wanted and installed packages, options, this one. */
const BUILT_BY = [
  join(PROJECT, 'package-lock.json'),
  join(PROJECT, 'node_modules/.package-lock.json'),
  join(PROJECT, 'tsconfig.json'),
  __filename,
];

/**
 * @typedef {object} Bundle Programs of a folder, each with everything in it: whoever installs it has no other package to
 *   install.
 * @property {string} folder absolute path of the package
 * @property {Record<string, string>} entries names of files in `out`, without extension, to sources, relative to `folder`
 * @property {string} [out] relative to `folder`; `dist` without it
 * @property {string} [extension] `.cjs` without it
 * @property {Record<string, string>} [copies] files of the tarball, relative to `folder`, to files of the project
 */

const COMMON_OPTIONS = {
  write: false,
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  // The ES modules of packages can be shaken; what they have as CommonJS is several times larger.
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'silent',
};

/** File times lag behind the clock by up to this time, a tick of the kernel. */
const TICK_MS = 10;

/** Replaced parts stay a day: a program that runs since before may load one when it ends. */
const KEEP_PARTS_MS = 24 * 3600 * 1000;

/**
 * Builds the bundle if it is missing or a source has changed since. Takes about a millisecond if not.
 *
 * @param {Bundle} bundle
 */
function ensureBundle(bundle) {
  if (isUpToDate(bundle)) return;
  try {
    build(bundle);
  } catch (error) {
    exitWith(bundle, error);
  }
}

/**
 * Ends the process with a sentence about why there is no bundle, if the sources or the folder's rights are the reason.
 *
 * @param {Bundle} bundle
 */
function exitWith(bundle, error) {
  const name = relative(PROJECT, bundle.folder) || 'kda';
  if (Array.isArray(error.errors)) {
    console.error(`${name} can't be built: ${firstOf(bundle, error.errors)}`);
  } else if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
    console.error(`${name} must be built, and ${outOf(bundle)} can't be written: run it once as its owner.`);
  } else {
    throw error;
  }
  process.exit(1);
}

/** First of esbuild's errors, with its place in the project, and the number of the others. */
function firstOf({ folder }, [{ text, location }, ...others]) {
  const place = location
    ? `${relative(PROJECT, join(folder, location.file))}:${location.line}:${location.column}: `
    : '';
  const more = others.length === 1 ? ' One more error follows.' : ` ${others.length} more errors follow.`;
  return `${place}${text.replace(/\.?$/, '.')}${others.length > 0 ? more : ''}`;
}

/** @param {Bundle} bundle */
function build(bundle) {
  const { folder, entries } = bundle;
  const startedAt = Date.now();
  // Loaded only to build: it takes 30 ms.
  const result = require('esbuild').buildSync({
    ...COMMON_OPTIONS,
    absWorkingDir: folder,
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: source, out })),
    outdir: outOf(bundle),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  });
  writeBundle(bundle, result, { startedAt });
}

/**
 * Writes what esbuild made, and records the sources it was made from and the files that were written.
 *
 * @param {Bundle} bundle
 * @param {import('esbuild').BuildResult} result
 * @param {{ startedAt: number, also?: string[] }} options time before the first source was read; more files whose change
 *   changes the bundle although it holds none of them
 */
function writeBundle(bundle, result, { startedAt, also = [] }) {
  const { metafile, outputFiles } = result;
  const { folder, entries } = bundle;
  const sources = Object.keys(metafile.inputs).filter((input) => !/(^|\/)node_modules\//.test(input));
  const stamp = stampOf(folder, [...sources.map((source) => join(folder, source)), ...BUILT_BY, ...also], startedAt);
  mkdirSync(outOf(bundle), { recursive: true });
  // Programs come last: their parts are there when they are.
  const programs = new Set(programsOf(bundle));
  const files = outputFiles.toSorted((a, b) => Number(programs.has(a.path)) - Number(programs.has(b.path)));
  for (const { path, contents } of files) replaceFile(path, contents);
  const replaced = replacedParts(bundle, files);
  // Written after all: an interrupted build is never taken for a whole one.
  const written = writtenFiles(
    bundle,
    files.map(({ path }) => basename(path)),
  );
  replaceFile(stampFile(bundle), JSON.stringify({ entries, stamp, written, replaced }, undefined, 1));
  removeReplaced(bundle, replaced, KEEP_PARTS_MS);
}

/**
 * Hash of each program and size of each part: a part's name has its hash. Differs if a file is missing or cut off, or if
 * another build at the same time wrote it.
 */
function writtenFiles(bundle, names) {
  const programs = new Set(programsOf(bundle).map((path) => basename(path)));
  return Object.fromEntries(
    names.map((name) => {
      const path = join(outOf(bundle), name);
      if (!programs.has(name)) return [name, statSync(path, { throwIfNoEntry: false })?.size ?? 'missing'];
      return [name, existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'missing'];
    }),
  );
}

/**
 * Parts of earlier builds and halves of files, and since when this is known: from now on, unless an earlier build noted
 * it. The files' own times say only when they were made.
 */
function replacedParts(bundle, files) {
  const kept = new Set(files.map(({ path }) => basename(path)));
  const { replaced = {} } = readStamp(bundle) ?? {};
  const parts = readdirSync(outOf(bundle)).filter((name) => /^part-|\.\d+$/.test(name) && !kept.has(name));
  return Object.fromEntries(parts.map((name) => [name, replaced[name] ?? Date.now()]));
}

/** Removes the parts that were replaced at least `age` milliseconds ago. */
function removeReplaced(bundle, replaced, age) {
  for (const [name, since] of Object.entries(replaced)) {
    if (Date.now() - since >= age) rmSync(join(outOf(bundle), name), { force: true });
  }
}

/** Removes all parts but those of the present build. @param {Bundle} bundle */
function removeOldParts(bundle) {
  removeReplaced(bundle, readStamp(bundle).replaced, 0);
}

/** @param {Bundle} bundle */
function isUpToDate(bundle) {
  const { folder, entries } = bundle;
  const built = readStamp(bundle);
  if (built?.written === undefined || JSON.stringify(built.entries) !== JSON.stringify(entries)) return false;
  const files = Object.keys(built.stamp).map((file) => join(folder, file));
  return (
    JSON.stringify(built.stamp) === JSON.stringify(stampOf(folder, files)) &&
    JSON.stringify(built.written) === JSON.stringify(writtenFiles(bundle, Object.keys(built.written)))
  );
}

/** Record of the last whole build; undefined without one. @param {Bundle} bundle */
function readStamp(bundle) {
  try {
    return JSON.parse(readFileSync(stampFile(bundle), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Time and size of each file: any change of a file changes one of them. A file that was written or moved there since
 * `startedAt` is "changed", which no file is later: the build may have read it before.
 */
function stampOf(folder, files, startedAt = Number.POSITIVE_INFINITY) {
  return Object.fromEntries(
    files.map((file) => {
      const stats = statSync(file, { throwIfNoEntry: false });
      const isChanged = stats && Math.max(stats.mtimeMs, stats.ctimeMs) >= startedAt - TICK_MS;
      const found = stats ? `${stats.mtimeMs} ${stats.size}` : 'missing';
      return [relative(folder, file), isChanged ? 'changed' : found];
    }),
  );
}

const outOf = ({ folder, out = 'dist' }) => join(folder, out);

const programsOf = (bundle) =>
  Object.keys(bundle.entries).map((name) => join(outOf(bundle), `${name}${bundle.extension ?? '.cjs'}`));

const stampFile = (bundle) => join(outOf(bundle), 'built-from.json');

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
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      incremental: false,
      tsBuildInfoFile: undefined,
      rootDir: PROJECT,
      outDir,
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

module.exports = { COMMON_OPTIONS, ensureBundle, exitWith, isUpToDate, prepack, removeOldParts, writeBundle };
