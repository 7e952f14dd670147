import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { ENVIRONMENT_VARIABLE } from '../../config/load-settings';
import { DEMO_JAR, ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { outputFolder } from '../../stacks/synthesis/synthesized-stacks';
import { run } from '../../tools/processes/run';
import { copyCheckout } from '../reproducibility/copy-checkout';
import { copyOwnJars, filesBelow, fillBlanks } from '../reproducibility/deployables';
import { type Judgement, judgeDifferences, type Synthesized } from './judge-differences';
import { renameImports } from './rename-imports';
import { VARIANTS, type Variant } from './variants';

export interface VariantResult extends Judgement {
  readonly variant: Variant;
  /** Files and lines of TypeScript in which an import was renamed, tests included. */
  readonly renamed: { readonly files: number; readonly lines: number };
}

/** Packages of the project that have to do with CDKTF; a variant brings others in their place. */
const OF_CDKTF = ['cdktf', 'cdktf-cli', '@cdktf', 'constructs', '.bin', '.package-lock.json'];

/**
 * Synthesizes all environments with CDKTF and with each variant of CDK Terrain, in scratch copies of the checkout, and
 * compares what they wrote. The packages are installed once, below `.local/cdktn`.
 *
 * @throws CommandFailedError when an installation, a type check or a synth fails, with what it said.
 */
export async function checkCdktn(project: string, report: (line: string) => void): Promise<VariantResult[]> {
  await ensureArtifacts(DEMO_JAR);
  const scratch = mkdtempSync(join(tmpdir(), 'kda-cdktn-'));
  try {
    const ours = join(scratch, 'cdktf');
    copyBuilt(project, ours);
    symlinkSync(join(project, 'node_modules'), join(ours, 'node_modules'), 'dir');
    report('synthesize with cdktf');
    const expected = await synthesize(ours);

    const results: VariantResult[] = [];
    for (const variant of VARIANTS) {
      const modules = await install(project, variant, report);
      const copy = join(scratch, variant.id);
      copyBuilt(project, copy);
      const renamed = renameIn(copy, variant);
      linkModules(project, modules, copy);
      report(`${variant.id}: check the types, then synthesize`);
      await checkTypes(copy);
      results.push({ variant, renamed, ...judgeDifferences(variant.id, expected, await synthesize(copy)) });
    }
    return results;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A copy with JAR and zip in it: what is compared is what is synthesized, not what is built. */
function copyBuilt(project: string, folder: string): void {
  copyCheckout(project, folder, { linkModules: false });
  mkdirSync(join(folder, dirname(DEMO_JAR)), { recursive: true });
  cpSync(join(project, DEMO_JAR), join(folder, DEMO_JAR));
  cpSync(join(project, '.build'), join(folder, '.build'), { recursive: true });
  copyOwnJars(project, folder);
}

/** A folder whose node_modules has the variant's packages; named by what is asked for, so that nothing is installed twice. */
async function install(project: string, { id, packages }: Variant, report: (line: string) => void): Promise<string> {
  const wanted = JSON.stringify({ private: true, dependencies: packages }, undefined, 2);
  const name = `${id}-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`;
  const folder = join(project, '.local/cdktn', name);
  const modules = join(folder, 'node_modules');
  const done = join(folder, 'installed');
  if (existsSync(done)) return modules;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), wanted);
  report(
    `${id}: npm install ${Object.entries(packages)
      .map((entry) => entry.join('@'))
      .join(' ')}`,
  );
  // The provider classes ask for cdktf in its own version; under the alias they get another, which is what is tried.
  const options = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', '--prefer-offline', ...options], { cwd: folder, environment: process.env });
  writeFileSync(done, '');
  return modules;
}

function linkModules(project: string, modules: string, copy: string): void {
  const target = join(copy, 'node_modules');
  mkdirSync(target);
  const link = (from: string, names: readonly string[]) => {
    for (const name of names) symlinkSync(join(from, name), join(target, name), 'junction');
  };
  link(
    join(project, 'node_modules'),
    readdirSync(join(project, 'node_modules')).filter((name) => !OF_CDKTF.includes(name)),
  );
  link(
    modules,
    readdirSync(modules).filter((name) => !name.startsWith('.')),
  );
}

function renameIn(copy: string, { renames }: Variant): VariantResult['renamed'] {
  let [files, lines] = [0, 0];
  for (const file of filesBelow(copy).filter((each) => each.endsWith('.ts'))) {
    const renamed = renameImports(readFileSync(file, 'utf8'), renames);
    if (renamed.lines === 0) continue;
    writeFileSync(file, renamed.text);
    files += 1;
    lines += renamed.lines;
  }
  return { files, lines };
}

/** Not only that it runs: that all that is asked of the provider's classes exists in these. */
async function checkTypes(copy: string): Promise<void> {
  const configuration = { extends: './tsconfig.json', compilerOptions: { incremental: false }, include: ['main.ts'] };
  writeFileSync(join(copy, 'tsconfig.main.json'), JSON.stringify(configuration));
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.main.json'], {
    cwd: copy,
    environment: process.env,
  });
}

/**
 * Output of `main.ts` for each environment. Not by the command line tool: cdktn's needs a newer Node than this project.
 */
async function synthesize(checkout: string): Promise<Synthesized> {
  const output = join(checkout, 'cdktf.out');
  const files = new Map<string, string>();
  for (const name of fillBlanks(join(checkout, 'config'))) {
    rmSync(output, { recursive: true, force: true });
    await run(process.execPath, ['--import', 'tsx', 'main.ts'], {
      cwd: checkout,
      environment: { ...process.env, [ENVIRONMENT_VARIABLE]: name },
    });
    const folder = outputFolder(name, output);
    for (const file of filesBelow(folder)) {
      const path = relative(folder, file).split(sep).join('/');
      files.set(`${name}/${path}`, file.endsWith('.json') ? readFileSync(file, 'utf8') : hashOf(file));
    }
  }
  return files;
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
