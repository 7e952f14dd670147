import { messageOf } from '../packages/managed-flink/src/errors';
import { findJava, type Java } from '../tools/java/java';
import { answerOf } from '../tools/processes/answer-of';
import { findTerraform } from '../tools/terraform';

export interface Prerequisite {
  readonly what: string;
  /**
   * Finds it; returns a few words.
   *
   * @throws Error that says what is missing and what to install.
   */
  readonly find: () => string;
}

/** Programs that a local run needs from the machine; the project installs everything else itself. */
export const PREREQUISITES: readonly Prerequisite[] = [
  { what: 'Node.js', find: () => checkNode(process.versions.node) },
  { what: 'Java', find: () => describeJava(findJava()) },
  { what: 'Python', find: () => checkPython(answerOf('python3', ['--version'])?.stdout) },
  { what: 'Terraform', find: describeTerraform },
];

/**
 * Looks for everything before anything is started, so that a person installs once and not three times.
 *
 * @returns one line for each: what was found, or what to install.
 */
export function checkPrerequisites(list: readonly Prerequisite[] = PREREQUISITES): { ok: boolean; lines: string[] } {
  let ok = true;
  const lines = list.map(({ what, find }) => {
    try {
      return `${what}: ${find()}`;
    } catch (error) {
      ok = false;
      return `${what}: ${messageOf(error)}`;
    }
  });
  return { ok, lines };
}

/** Prints what was found. @throws Error when something is missing: nothing has been started then. */
export function requirePrerequisites(print: (line: string) => void, list = PREREQUISITES): void {
  const { ok, lines } = checkPrerequisites(list);
  for (const line of lines) print(line);
  if (!ok) throw new Error('Nothing was started. Install what is named above, then run this again.');
}

/** The AWS SDK asks for 20.9 or newer; up to 26 was tried. */
export function checkNode(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 26 || major < 20 || (major === 20 && minor < 9)) {
    throw new Error(`${version} was found, expected 20.9 to 26; install Node.js 24.`);
  }
  return version;
}

/** A Java that does not fit, or none, is no obstacle: the build brings one. */
export function describeJava(java: Java | undefined): string {
  return java?.version ?? 'no Java 17 or 21 was found (JAVA_HOME or PATH); the project uses one of its own, from PyPI.';
}

export function checkPython(said: string | undefined): string {
  const version = /Python (\d+)\.(\d+)(\.\d+)?/.exec(said ?? '');
  if (!version) throw new Error('no python3 was found on PATH; install Python 3.10 or newer with its venv module.');
  if (Number(version[1]) !== 3 || Number(version[2]) < 10) {
    throw new Error(`${version[0]} was found, expected 3.10 or newer; install a newer Python with its venv module.`);
  }
  return version[0].slice(7);
}

function describeTerraform(): string {
  const { product, version } = findTerraform();
  return `${product} ${version}`;
}
