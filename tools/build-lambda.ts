import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type Zippable, zipSync } from 'fflate';

const PROJECT = resolve(__dirname, '..');
const ENTRY = 'lambda-src/snapshot-manager/handler.ts';
const CREDENTIALS = 'lambda-src/snapshot-manager/aws/environment-credentials.ts';

/** File that the function's handler setting must name: `index.handler`. */
const BUNDLE_NAME = 'index.mjs';

/**
 * Time of every entry. Zip keeps local times without a zone: this one is built from local fields, so every machine
 * writes the same bytes.
 */
const FIXED_TIME = new Date(1980, 0, 1, 0, 0, 0);

/** Unix mode of a regular file, readable by all, as Lambda requires. */
const FILE_MODE = 0o100644;
const UNIX = 3;

export interface LambdaZip {
  /** Absolute path. */
  readonly zipFile: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Builds the snapshot manager for deployment. The same sources and dependencies give the same bytes in any folder, at
 * any time and on any system, so a second build plans no change.
 *
 * @param outFile relative to the project, or absolute.
 */
export async function buildLambda(outFile = '.build/snapshot-manager.zip'): Promise<LambdaZip> {
  const zipFile = resolve(PROJECT, outFile);
  const code = await bundleLambda();
  const content: Zippable = {
    [BUNDLE_NAME]: [code, { mtime: FIXED_TIME, os: UNIX, attrs: FILE_MODE << 16, level: 9 }],
  };
  const zip = zipSync(content);

  await mkdir(dirname(zipFile), { recursive: true });
  // Complete or absent: a deploy that runs at the same time must never upload half a file.
  const unfinished = `${zipFile}.${process.pid}.tmp`;
  await writeFile(unfinished, zip);
  await rename(unfinished, zipFile);
  return { zipFile, sha256: createHash('sha256').update(zip).digest('hex'), sizeBytes: zip.byteLength };
}

/** Node.js of the oldest runtime that the settings allow: one zip serves all. */
export const BUNDLE_TARGET = 'node22';

/** Bundles everything into one file, because the SDK in Lambda changes its version without a deployment. */
export async function bundleLambda(): Promise<Uint8Array> {
  const result = await build({
    entryPoints: [join(PROJECT, ENTRY)],
    absWorkingDir: PROJECT,
    outfile: join(PROJECT, '.build', BUNDLE_NAME),
    write: false,
    bundle: true,
    platform: 'node',
    target: BUNDLE_TARGET,
    // The SDK's ES modules can be shaken, its CommonJS cannot: the bundle would be 60 % larger (measured). As an ES module
    // it is also imported 25 ms faster than as CommonJS, whose exports Node has to find by scanning the text.
    format: 'esm',
    mainFields: ['module', 'main'],
    // The bundle names modules by their path: a linked node_modules must not bring in where it really lies.
    preserveSymlinks: true,
    alias: { '@aws-sdk/credential-provider-node': `./${CREDENTIALS}` },
    // Functions and classes keep their names for stack traces: 10 KB more than without, 24 KB less than with all names
    // in the text (measured).
    minifyIdentifiers: true,
    keepNames: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [bundle] = result.outputFiles;
  if (!bundle) throw new Error(`esbuild made no output for ${ENTRY}. This is a bug of the build script.`);
  return bundle.contents;
}
