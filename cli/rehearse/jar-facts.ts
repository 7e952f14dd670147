import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';

/** Facts about a JAR that can be read without running it. */
export interface JarFacts {
  /** Flink that it was built for, such as `1.20` or `2`; undefined: nothing in it says so. */
  readonly flink: string | undefined;
  /** Its code asks the service for property groups. */
  readonly readsProperties: boolean;
}

/** Folders of libraries: large, and their classes say nothing about the job. */
const LIBRARY =
  /^(?:org\/(?!apache\/flink\/connector)|com\/(?:amazonaws|google|fasterxml|esotericsoftware)|software\/|io\/netty|scala\/)/;
/** Descriptors of the job and of modules of Flink's; those of other libraries name a Flink of their own. */
const DESCRIPTOR =
  /^META-INF\/maven\/(?!com\.amazonaws|software\.amazon|org\.apache\.(?!flink\/))[^/]+\/[^/]+\/pom\.(?:xml|properties)$/;

/** Packages that only Flink 2 has, and that only Flink 1 has. */
const ONLY_IN_2 = /org\/apache\/flink\/streaming\/api\/functions\/(?:sink|source)\/legacy\//;
const ONLY_IN_1 =
  /org\/apache\/flink\/(?:api\/java\/ExecutionEnvironment|streaming\/api\/functions\/source\/SourceFunction|streaming\/api\/functions\/sink\/SinkFunction)\b/;

/** Reads a JAR. @throws Error when it is no JAR. */
export function readJarFacts(file: string): JarFacts {
  const entries = unzipSync(readFileSync(file), {
    filter: ({ name }) => DESCRIPTOR.test(name) || (name.endsWith('.class') && !LIBRARY.test(name)),
  });
  let flink: string | undefined;
  let major: string | undefined;
  let readsProperties = false;
  for (const [name, bytes] of Object.entries(entries)) {
    const text = strFromU8(bytes, true);
    if (DESCRIPTOR.test(name)) flink ??= versionIn(name, text);
    else {
      readsProperties ||= text.includes('KinesisAnalyticsRuntime');
      if (ONLY_IN_2.test(text)) major = '2';
      else if (ONLY_IN_1.test(text)) major ??= '1';
    }
  }
  return { flink: flink ?? major, readsProperties };
}

/** Version in the POM of the job, or in the properties of a module of Flink's that is in the JAR. */
function versionIn(name: string, text: string): string | undefined {
  const [, inPom] = /<flink\.version>\s*(\d+\.\d+)[^<]*</.exec(text) ?? [];
  if (inPom !== undefined) return inPom;
  if (!name.includes('/org.apache.flink/')) return undefined;
  // Connectors have versions of their own, with Flink's after a hyphen: 4.3.0-1.19.
  const [, own, flinks] = /^version=(\d+\.\d+)[\d.]*(?:-(\d+\.\d+))?/m.exec(text) ?? [];
  return flinks ?? (/flink-connector-(?!base|files|datagen)/.test(name) ? undefined : own);
}

/** Flink on this machine. */
const HERE = '1.20';

/**
 * Notes about versions of Flink: state of an older minor version can be read, that of another major one can't.
 *
 * @returns refusals, which leave nothing to try, and warnings.
 */
export function flinkVersionNotes(from: JarFacts | undefined, to: JarFacts) {
  const major = (version: string | undefined) => version?.split('.')[0];
  const refusals: string[] = [];
  const warnings: string[] = [];
  const [old, now] = [from?.flink, to.flink];
  if (old !== undefined && now !== undefined && major(old) !== major(now)) {
    refusals.push(
      `The old code is built for Flink ${old}, the new code for Flink ${now}: Flink promises no restore between major versions.`,
    );
  } else {
    for (const version of new Set([old, now])) {
      if (version === undefined) continue;
      if (major(version) !== major(HERE))
        refusals.push(`Code built for Flink ${version} can't run here: the Flink on this machine is ${HERE}.`);
      else if (version.includes('.') && version !== HERE) {
        warnings.push(`Code built for Flink ${version} runs on Flink ${HERE} here.`);
      }
    }
    if (old !== now && old?.includes('.') && now?.includes('.')) {
      warnings.push(
        `The old code is built for Flink ${old}, the new code for Flink ${now}: change the application's runtime with the code.`,
      );
    }
  }
  return { refusals, warnings };
}
