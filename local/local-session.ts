import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { settingsWarnings } from '../config/checks/settings-warnings';
import { loadSettings } from '../config/load-settings';
import { STACK_IDS } from '../config/model/stack-ids';
import type { Settings } from '../config/schema/settings';
import { ensureLauncher } from '../packages/managed-flink/src/launcher';
import { ensureArtifacts } from '../stacks/synthesis/artifacts';
import { News } from '../tools/news';
import type { Progress, Say } from '../tools/progress';
import { findTerraform } from '../tools/terraform';
import type { CallRecorder } from './cloud/gateway';
import { type LocalCloud, startLocalCloud } from './cloud/local-cloud';
import { beginDeployment, type Changes, type LocalDeployment, synthesizeLocally } from './terraform/cdktf';
import { newsReader } from './terraform/deployment-news';
import { providerSource } from './terraform/provider-mirror';

export const ACCOUNT_ID = '000000000000';

/** A local cloud with the stacks deployed on it. */
export interface LocalSession {
  readonly settings: Settings;
  readonly cloud: LocalCloud;
  readonly deployment: LocalDeployment;
  /** Fulfilled when all stacks but the last are applied; says what is deployed meanwhile, and what was since it was opened. */
  untilUsable(say: Say): Promise<void>;
  /** Fulfilled when the last stack is applied, which nothing needs, and what Terraform changed. */
  readonly deployed: Promise<Changes>;
  /** Configuration for any client of the AWS SDK. */
  readonly clientConfiguration: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly signal: AbortSignal;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly environmentName: string;
  /** Everything that is kept lies below it, and is made anew at each start. */
  readonly folder: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Shows Maven's own output also when the build succeeds. */
  readonly isVerbose?: boolean;
  /** The session is there when this stack is applied, and the others go on; left out: when all can be used. */
  readonly after?: string;
  /** Sees every call through the gateway. Default: nobody does. */
  readonly recorder?: CallRecorder;
  /** Engine of the applications. Default: `flink`. */
  readonly engine?: LocalEngine;
  /** Factor on every wait of a state machine. Default: 1. */
  readonly waitScale?: number;
}

/** `simulated` answers as the service does, but runs no job. */
export const LOCAL_ENGINES = ['flink', 'simulated'] as const;
export type LocalEngine = (typeof LOCAL_ENGINES)[number];

const PROJECT = resolve(__dirname, '..');

/** Relative to the project, and ignored by git. */
export const CLOUD_FOLDER = join(PROJECT, '.local', 'cloud');

/** Builds what is missing, starts the local cloud and deploys onto it; when one step fails, what was started is ended. */
export async function openLocalSession({
  environmentName,
  folder,
  progress,
  signal,
  isVerbose = false,
  after,
  recorder,
  engine = 'flink',
  waitScale,
}: SessionOptions): Promise<LocalSession> {
  const settings = loadSettings(environmentName);
  const isFlink = engine === 'flink';
  const built = isFlink ? 'the JAR, the Lambda zip and the launcher of Flink' : 'the JAR and the Lambda zip';
  await progress.phase(`Build ${built}`, async () => {
    const output = isVerbose ? 'shown' : 'on-failure';
    await ensureArtifacts(settings.application && settings.artifacts.jar, output);
    if (isFlink) await ensureLauncher(output);
  });
  const cloud = await progress.phase('Start the local cloud', (say) =>
    startLocalCloud({
      folder,
      region: settings.region,
      accountId: ACCOUNT_ID,
      engine,
      report: say,
      recorder,
      waitScale,
    }),
  );
  const ended = new AbortController();
  let deployed: Promise<Changes> | undefined;
  const close = async () => {
    ended.abort();
    await deployed?.catch(() => undefined);
    await cloud.close();
  };
  try {
    signal.throwIfAborted();
    const { deployment, stacks } = await progress.phase('Synthesize the stacks', async (say) => {
      for (const warning of settingsWarnings(settings)) say(`Warning: ${warning}`);
      const deployment = prepareDeployment(environmentName, folder, cloud, signal, say);
      const stacks = await synthesizeLocally(deployment);
      say(`stacks: ${stacks.join(', ')}`);
      return { deployment, stacks };
    });
    const deploying = deployWithNews({ ...deployment, signal: AbortSignal.any([signal, ended.signal]) }, stacks);
    deployed = deploying.done;
    const needed = stacks.filter((stack) => stack !== STACK_IDS.upkeep);
    await progress.phase(
      after === undefined ? 'Deploy them with cdktf' : `Deploy them with cdktf, until the stack ${after} is there`,
      (say) => {
        say(
          'first artifacts, then application and snapshots; most of the time is spent in fixed waits of the provider',
        );
        return deploying.until(after === undefined ? needed : [after], say);
      },
    );
    return {
      settings,
      cloud,
      deployment,
      untilUsable: (say) => deploying.until(needed, say),
      deployed,
      clientConfiguration: clientConfigurationFor(cloud, settings.region),
      signal,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A deployment whose news are shown to whoever waits for some of its stacks. */
function deployWithNews(deployment: LocalDeployment, stacks: readonly string[]) {
  const news = new News();
  const newsIn = newsReader(stacks);
  const onLine = (line: string) => {
    for (const each of newsIn(line)) news.tell(each);
  };
  const { untilApplied, done } = beginDeployment({ ...deployment, onLine }, stacks);
  // A failure is thrown by whoever awaits it; until then it must not end the process.
  done.catch(() => undefined);
  return { done, until: (wanted: readonly string[], say: Say) => news.during(untilApplied(wanted), say) };
}

/** Configuration for any client of the AWS SDK. */
export function clientConfigurationFor(
  { endpoint, environment }: Pick<LocalCloud, 'endpoint' | 'environment'>,
  region: string,
): LocalSession['clientConfiguration'] {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

/** Prepares the deployment of an environment's stacks to a local cloud: output and state are new, below `folder`. */
export function prepareDeployment(
  environmentName: string,
  folder: string,
  cloud: LocalCloud,
  signal: AbortSignal,
  say: (line: string) => void,
): LocalDeployment {
  const terraform = findTerraform();
  const source = providerSource(join(folder, '..', 'terraform'), process.env, terraform.product);
  say(`${terraform.product} ${terraform.version}; ${source.description}`);
  const output = join(folder, 'cdktf.out');
  const stateFolder = join(folder, 'state');
  for (const made of [output, stateFolder]) rmSync(made, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  return {
    project: PROJECT,
    output,
    stateFolder,
    environment: {
      ...withoutAws(source.environment),
      ...cloud.environment,
      KDA_ENVIRONMENT: environmentName,
      TERRAFORM_BINARY_NAME: terraform.binary,
    },
    onLine: () => undefined,
    signal,
  };
}

/** Variables for a deployment by hand besides the AWS ones: the source of the provider, and the program. */
const OF_TERRAFORM = [
  'TF_CLI_CONFIG_FILE',
  'CDKTF_DISABLE_PLUGIN_CACHE_ENV',
  'KDA_ENVIRONMENT',
  'TERRAFORM_BINARY_NAME',
];

/**
 * Writes a file that a shell can source to make AWS tools, and cdktf, talk to this local cloud.
 *
 * @param deployment the environment in which the stacks were deployed.
 * @returns its path.
 */
export function writeEnvironmentFile(
  folder: string,
  environment: Readonly<Record<string, string>>,
  deployment: NodeJS.ProcessEnv,
): string {
  const file = join(folder, 'environment.sh');
  const ofTerraform = OF_TERRAFORM.flatMap((name) => {
    const value = deployment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const lines = [...Object.entries(environment), ...ofTerraform].map(
    ([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
  );
  writeFileSync(file, `${FORGET_OTHERS}\n${lines.join('\n')}\n`);
  return file;
}

/** As `withoutAws`, for a shell. */
const FORGET_OTHERS = `for name in $(env | sed -n 's/^\\(AWS_[A-Z0-9_]*\\)=.*/\\1/p'); do unset "$name"; done`;

/** An environment without the person's own AWS settings: a profile or an endpoint of theirs would win over the local ones. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}
