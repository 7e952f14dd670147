import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureJava, type Java } from '../../../tools/java/java';
import { type MavenOutput, mavenWrapper, runMaven, runMavenCommand } from '../../../tools/maven';
import { ensureBuilt, type Product } from '../../../tools/product';
import { cacheFolder, IS_CHECKOUT, PACKAGE } from './package-folder';

/** The launcher starts a Flink cluster in a JVM. Its Java source is part of this package, what is built from it is not. */
const LAUNCHER = join(PACKAGE, 'launcher');

export interface BuiltLauncher {
  readonly jvmOptions: string;
  readonly jar: string;
  /** JARs of Flink. */
  readonly libraries: string;
  readonly plugins: string;
}

/** The files of the launcher, whether or not they are built. */
export function builtLauncher(): BuiltLauncher {
  const target = IS_CHECKOUT ? join(LAUNCHER, 'target') : join(installedLauncher(), 'target');
  return {
    jvmOptions: join(LAUNCHER, 'jvm.options'),
    jar: join(target, 'flink-local.jar'),
    libraries: join(target, 'lib'),
    plugins: join(target, 'plugins'),
  };
}

/** Provides what the engine `flink` needs besides this package, once: a Java, and the launcher built by Maven. */
export async function ensureFlink(report: (line: string) => void): Promise<Java> {
  const java = IS_CHECKOUT ? await ensureJava(report) : await ensureJava(report, join(cacheFolder(), 'java'));
  if (IS_CHECKOUT) await ensureLauncher();
  else await buildInstalledLauncher(java, report);
  return java;
}

const PROJECT = resolve(PACKAGE, '../..');

const launcher: Product = {
  output: 'packages/managed-flink/launcher/target/flink-local.jar',
  inputs: ['packages/managed-flink/launcher/pom.xml', 'packages/managed-flink/launcher/src'],
  build: (output) => {
    // Maven leaves the libraries of an earlier version: two Flinks on one class path.
    rmSync(join(LAUNCHER, 'target'), { recursive: true, force: true });
    return runMaven(PROJECT, 'packages/managed-flink/launcher/pom.xml', ['package', '-DskipTests'], output);
  },
};

/** Builds the launcher of a checkout if it is missing or older than its sources. */
export async function ensureLauncher(output: MavenOutput = 'shown'): Promise<void> {
  await ensureBuilt(PROJECT, launcher, output);
}

/** Named by its sources, so that each version of them has its own. */
function installedLauncher(): string {
  const hash = createHash('sha256');
  for (const file of filesBelow(LAUNCHER)) hash.update(file).update(readFileSync(join(LAUNCHER, file)));
  return join(cacheFolder(), `launcher-${hash.digest('hex').slice(0, 12)}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

/** Built aside and moved into its place when whole: an interrupted build is never taken for one. */
async function buildInstalledLauncher(java: Java, report: (line: string) => void): Promise<void> {
  const folder = installedLauncher();
  if (existsSync(folder)) return;
  // Not a Maven on PATH: the compiler in the pom needs a newer one than many systems have (3.8.7 fails).
  const maven = mavenWrapper(join(PACKAGE, 'dist/maven'));
  report(`Building the launcher of Flink clusters in ${folder} (once; Maven downloads up to 200 MB) ...`);
  const startedAt = Date.now();
  const draft = `${folder}.${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    cpSync(LAUNCHER, draft, { recursive: true });
    await runMavenCommand({
      maven,
      java,
      folder: draft,
      pom: 'pom.xml',
      goals: ['package', '-DskipTests'],
      output: 'on-failure',
      write: (text) => process.stderr.write(text),
    });
    // Another process may have been faster: what it built is the same.
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  report(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}
