import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** File to upload. */
export interface ArtifactFile {
  readonly path: string;
  readonly fileName: string;
  /** SHA-256 of the content in hexadecimal digits. */
  readonly sha256: string;
}

export interface ArtifactFiles {
  /** JAR of the deployment's own application, if it has one. */
  readonly jar?: ArtifactFile;
  readonly lambdaZip: ArtifactFile;
}

/**
 * Reads the files to upload; the paths are absolute.
 *
 * @throws the file system's error when a file does not exist.
 */
export function readArtifactFiles({
  jar,
  lambdaZip,
}: {
  readonly jar?: string;
  readonly lambdaZip: string;
}): ArtifactFiles {
  return { ...(jar === undefined ? {} : { jar: readArtifactFile(jar) }), lambdaZip: readArtifactFile(lambdaZip) };
}

function readArtifactFile(path: string): ArtifactFile {
  return { path, fileName: basename(path), sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
}
