import { basename } from 'node:path';
import { answerOf } from '../../tools/processes/answer-of';

/** Files in which builds name their dependencies. */
const BUILD_FILES = ['pom.xml', '*.gradle', '*.gradle.kts', 'gradle.properties', '*.versions.toml'];

/**
 * Build files of a commit that name a SNAPSHOT dependency: the same files may give another JAR tomorrow. The versions of
 * the repository's own modules don't count.
 */
export function snapshotDependencies(root: string, commit: string): string[] {
  const ask = (...args: string[]) => answerOf('git', args, { cwd: root })?.stdout ?? '';
  const files = ask('ls-tree', '-r', '-z', '--name-only', commit)
    .split('\0')
    .filter((file) => BUILD_FILES.some((name) => isNamed(basename(file), name)));
  return files.filter((file) => namesSnapshot(file, ask('show', `${commit}:${file}`)));
}

function isNamed(name: string, pattern: string): boolean {
  return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern;
}

function namesSnapshot(file: string, text: string): boolean {
  if (!text.includes('-SNAPSHOT')) return false;
  return file.endsWith('pom.xml') ? inMaven(file, text) : inGradle(text);
}

const BLOCKS = /<(dependency|plugin|extension|properties|parent)>[\s\S]*?<\/\1>/g;
/** Usual names of the project's own version among the properties. */
const OWN_VERSION = /<(revision|changelist|sha1|project\.version)>[^<]*<\/\1>/g;

function inMaven(file: string, text: string): boolean {
  const blocks = text.replaceAll(/<!--[\s\S]*?-->/g, '').match(BLOCKS) ?? [];
  return blocks.some((block) => {
    // A parent with a place in the repository is part of the commit.
    if (block.startsWith('<parent>') && file !== 'pom.xml' && !/<relativePath\s*\/>/.test(block)) return false;
    return block.replaceAll(OWN_VERSION, '').includes('-SNAPSHOT');
  });
}

function inGradle(text: string): boolean {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|#|(?:project\.)?version\b\s*[=('"])/.test(line))
    .some((line) => line.includes('-SNAPSHOT'));
}
