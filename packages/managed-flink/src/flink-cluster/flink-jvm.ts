import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type BuiltLauncher, builtLauncher } from '../launcher';
import { IS_CHECKOUT } from '../package-folder';
import { profilesFile } from './cluster-home';
import { clusterFolders, type S3Access } from './flink-config';
import { FlinkStartError } from './flink-errors';

const HEAP_MIB = 256;
const METASPACE_MIB = 256;
/** Buffers, threads, compiled code, and what a library allocates by itself. */
const OTHER_MIB = 256;

/**
 * Memory of a Managed Flink container: all that the JVM should need. Unlike the service, nothing ends the JVM when it
 * needs more.
 */
export const CONTAINER_MEMORY_BYTES = (HEAP_MIB + METASPACE_MIB + OTHER_MIB) * 1024 * 1024;

/** 300 MB in all for a small job; the serial collector and the first compiler tier start fastest (measured). */
const JVM_FLAGS = [
  `-Xmx${HEAP_MIB}m`,
  `-XX:MaxMetaspaceSize=${METASPACE_MIB}m`,
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
];

/** A JVM with Flink on its class path. */
export interface FlinkJvm {
  /** Its configuration, as `prepareHome` wrote it. */
  readonly home: string;
  /** The java to run, of version 17 or 21. Default: the one of JAVA_HOME, else of PATH. */
  readonly java?: string | undefined;
  readonly s3?: S3Access | undefined;
  readonly logFile: string;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** Class of the launcher whose main() runs. */
  readonly mainClass: string;
  readonly systemProperties?: Readonly<Record<string, string | number>>;
  /** True: a call of the job's code that would end the JVM throws an error there. */
  readonly guardsExit?: boolean | undefined;
  /** Arguments after the folder of the configuration. */
  readonly args?: readonly string[];
}

export interface JvmCommand {
  readonly java: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The command line and the environment of a JVM.
 *
 * @throws FlinkStartError when the launcher is not built.
 */
export async function jvmCommand(jvm: FlinkJvm): Promise<JvmCommand> {
  const launcher = builtLauncher();
  await requireLauncher(launcher);
  const { conf, tmp } = clusterFolders(jvm.home);
  return {
    java: jvm.java ?? (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'),
    args: [
      `@${launcher.jvmOptions}`,
      ...JVM_FLAGS,
      // The planner of tables unpacks itself there, and leaves it behind when the JVM is killed.
      `-Djava.io.tmpdir=${tmp}`,
      `-Dlog.file=${jvm.logFile}`,
      `-Dkda.logLevel=${jvm.logLevel}`,
      ...(jvm.s3?.credentials ? [`-Duser.home=${jvm.home}`] : []),
      ...(jvm.guardsExit ? ['-Djava.security.manager=kda.local.ExitGuard'] : []),
      ...Object.entries(jvm.systemProperties ?? {}).map(([name, value]) => `-D${name}=${value}`),
      '-cp',
      // conf first: its config.properties must hide the one in KinesisAnalyticsRuntime's JAR.
      [conf, launcher.jar, join(launcher.libraries, '*')].join(delimiter),
      jvm.mainClass,
      conf,
      ...(jvm.args ?? []),
    ],
    environment: { ...jobEnvironment(jvm), FLINK_CONF_DIR: conf, FLINK_PLUGINS_DIR: launcher.plugins },
  };
}

async function requireLauncher({ jar }: BuiltLauncher): Promise<void> {
  try {
    await access(jar);
  } catch {
    throw new FlinkStartError(
      'Flink cannot be started',
      `${jar} is missing. Build it: ${IS_CHECKOUT ? 'npm run build' : 'call ensureFlink() first'}`,
    );
  }
}

/**
 * The environment of the JVM, hence of every AWS client in the job. With credentials given, none of this process's own
 * AWS settings: a profile or an endpoint of the person's would win over them, and reach a real account. A client that
 * is told to take a profile looks into the files of the home, and finds none there.
 */
function jobEnvironment({ s3, home }: FlinkJvm): NodeJS.ProcessEnv {
  if (!s3?.credentials) return process.env;
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const profiles = profilesFile(home);
  return {
    ...Object.fromEntries(own),
    ...(s3.endpoint !== undefined && { AWS_ENDPOINT_URL: s3.endpoint }),
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The SDK for Java asks HOME before user.home; its version 1 has a name of its own for the file of credentials.
    ...{ HOME: home, USERPROFILE: home },
    ...{ AWS_CONFIG_FILE: profiles, AWS_SHARED_CREDENTIALS_FILE: profiles, AWS_CREDENTIAL_PROFILES_FILE: profiles },
  };
}
