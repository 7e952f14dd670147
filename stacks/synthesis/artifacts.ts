import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { DEMO_JAR } from '../../config/schema/demo-settings';
import { nearNames } from '../../lambda-src/snapshot-manager/domain/near-names';
import type { MavenOutput } from '../../tools/maven';
import { ensureBuilt, type Product } from '../../tools/product';

const PROJECT = resolve(__dirname, '../..');

export { DEMO_JAR };
export const LAMBDA_ZIP = '.build/snapshot-manager.zip';

const demoJar: Product = {
  output: DEMO_JAR,
  inputs: ['flink-demo/pom.xml', 'flink-demo/src/main'],
  build: async (output) => {
    // Loaded only when needed, as below.
    const { runMaven } = await import('../../tools/maven');
    // Maven packages all files among the classes. Those of another compiler or of deleted sources would make another
    // JAR than a fresh checkout makes, and a plan with changes.
    rmSync(join(PROJECT, 'flink-demo/target/classes'), { recursive: true, force: true });
    await runMaven(PROJECT, 'flink-demo/pom.xml', ['package', '-DskipTests'], output);
  },
};

const lambdaZip: Product = {
  output: LAMBDA_ZIP,
  inputs: ['lambda-src', 'tools/build-lambda.ts', 'package-lock.json'],
  build: async () => {
    // Loaded only when needed: loading esbuild and the archiver takes a quarter of a second at each synth.
    const { buildLambda } = await import('../../tools/build-lambda');
    await buildLambda(join(PROJECT, LAMBDA_ZIP));
  },
};

/**
 * Absolute paths of the files that the artifacts stack uploads. Files that are missing or older than their sources are
 * built first, with a message on stderr.
 *
 * @param jarPath the setting `artifacts.jar`, relative to the project; only the demo's own JAR can be built here.
 * Undefined if the deployment has no application of its own.
 * @param output when Maven's own output is shown.
 * @throws Error when another JAR is named and does not exist.
 */
export async function ensureArtifacts<Path extends string | undefined>(
  jarPath: Path,
  output?: MavenOutput,
): Promise<{ jar: Path extends string ? string : undefined; lambdaZip: string }>;
export async function ensureArtifacts(
  jarPath: string | undefined,
  output: MavenOutput = 'shown',
): Promise<{ jar?: string; lambdaZip: string }> {
  if (jarPath === undefined) {
    await ensureBuilt(PROJECT, lambdaZip, output);
    return { lambdaZip: join(PROJECT, LAMBDA_ZIP) };
  }
  const jar = isAbsolute(jarPath) ? jarPath : join(PROJECT, jarPath);
  if (jarPath === DEMO_JAR) {
    await ensureBuilt(PROJECT, demoJar, output);
  } else if (!existsSync(jar)) {
    throw new Error(missingJar(jarPath, jar));
  }
  await ensureBuilt(PROJECT, lambdaZip, output);
  return { jar, lambdaZip: join(PROJECT, LAMBDA_ZIP) };
}

function missingJar(jarPath: string, jar: string): string {
  const folder = dirname(jar);
  const near = existsSync(folder) ? nearNames(jarPath, jarsIn(folder, dirname(jarPath))) : undefined;
  const found =
    near === undefined
      ? `Its folder ${dirname(jarPath)} does not exist either.`
      : near.length === 0
        ? `There is no JAR in ${dirname(jarPath)}.`
        : `Most similar: ${near.join(', ')}.`;
  return `artifacts.jar is ${JSON.stringify(jarPath)}, expected a file, relative to the project. ${found} Build it first, correct the setting, or leave it out to use the demo's.`;
}

function jarsIn(folder: string, shown: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jar'))
    .map((name) => join(shown, name));
}
