import '../../tools/node-version-warning';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { settingsWarnings } from '../../config/checks/settings-warnings';
import { loadSettings } from '../../config/load-settings';
import { deploymentTags } from '../../config/model/deployment-tags';
import { namesOf } from '../../config/model/names';
import { longForm } from '../../config/schema/application-settings';
import type { Settings } from '../../config/schema/settings';
import { snapshotNamePrefix } from '../../lambda-src/contract';
import { ManagedFlinkDirectory } from '../../lambda-src/snapshot-manager/aws/application-directory';
import { ManagedFlinkSnapshotApi } from '../../lambda-src/snapshot-manager/aws/snapshot-api';
import { codeBlock } from '../../packages/plan-review/src/markdown';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { runtimeWarning } from '../../tools/function-runtimes';
import { askManager, ManagerError, recordsAnswer } from '../manager';
import { AwsDeployedResources } from '../pre-deploy/deployed-resources';
import { type ManagerResult, type PlacedHold, takeFreshSnapshot } from '../pre-deploy/fresh-snapshot';
import { ownerProblems, ownersText } from '../pre-deploy/owners';
import { plannedChange } from '../pre-deploy/planned-change';
import {
  type ApplicationReport,
  PreDeployError,
  type ProtectOptions,
  protectApplication,
} from '../pre-deploy/protect-application';
import {
  type DeployedApplication,
  type PlacedEntry,
  problemsText,
  selectionProblems,
  selects,
} from '../pre-deploy/selection';

const USAGE = `To run just before a deployment (cdktf deploy, terraform apply) of the environment in use (KDA_ENVIRONMENT).

  npm run pre-deploy [-- --plans FOLDER] [--no-snapshot REASON] [--allow-state-loss] [--wait-seconds N] [--hold-days N] [--json]

It looks whether topic, tables and function of these names are another deployment's, or those of this one would be renamed;
whether every entry of snapshots.applications selects an application; takes a snapshot of the application that this deployment
makes, if it is RUNNING; and says where its next start takes the state from.

  --plans FOLDER        of "npm run plan-stacks", if those plans are what is deployed: an application that they do not change
                        is not restarted, and needs no snapshot
  --no-snapshot REASON  take none
  --allow-state-loss    go on although the application runs with its snapshots switched off
  --wait-seconds N      for a status that passes (UPDATING, …), and for the snapshot; default: 600
  --hold-days N         how long the retention must not delete that snapshot, 0 to 365; default: 7
  --json                the whole result

A workflow may say the two by variables instead: KDA_NO_SNAPSHOT=REASON, KDA_ALLOW_STATE_LOSS=true. Empty ones say nothing.

The exit code is 0 when the deployment may go on, 1 when it must not, 2 for wrong usage.`;

type Options = Omit<ProtectOptions, 'snapshotsEnabledByDeployment' | 'isLeftAsItIs'>;

const DEFAULT_WAIT_SECONDS = 600;
const DEFAULT_HOLD_DAYS = 7;
const MOST_HOLD_DAYS = 365;

export interface PreDeployArguments {
  readonly options: Options;
  readonly holdDays: number;
  readonly json: boolean;
  /** Folder of the plans to deploy. */
  readonly plans: string | undefined;
}

/**
 * Parses the arguments, with the environment as default.
 *
 * @throws UsageError on an unknown option or an invalid value.
 */
export function parsePreDeploy(argv: string[], environment: NodeJS.ProcessEnv = {}): PreDeployArguments {
  const { values } = readArguments({
    args: argv,
    options: {
      ...{ 'no-snapshot': { type: 'string' }, 'allow-state-loss': { type: 'boolean' } },
      ...{
        'wait-seconds': { type: 'string' },
        'hold-days': { type: 'string' },
        json: { type: 'boolean' },
        plans: { type: 'string' },
      },
    },
  });
  const because = values['no-snapshot'] ?? (environment.KDA_NO_SNAPSHOT || undefined);
  if (because !== undefined && because.trim() === '') {
    const where = values['no-snapshot'] === undefined ? 'KDA_NO_SNAPSHOT is blank' : '--no-snapshot is empty';
    throw new UsageError(`${where}, expected a reason: the log of the deployment has to show it.`);
  }
  const loss = environment.KDA_ALLOW_STATE_LOSS || 'false';
  if (loss !== 'true' && loss !== 'false') {
    throw new UsageError(`KDA_ALLOW_STATE_LOSS is ${JSON.stringify(loss)}, expected true or false.`);
  }
  const wait = values['wait-seconds'] ?? String(DEFAULT_WAIT_SECONDS);
  if (!/^\d{1,5}$/.test(wait)) {
    throw new UsageError(`--wait-seconds is "${wait}", expected a whole number of seconds from 0 to 99999.`);
  }
  const holdDays = values['hold-days'] ?? String(DEFAULT_HOLD_DAYS);
  if (!/^\d{1,3}$/.test(holdDays) || Number(holdDays) > MOST_HOLD_DAYS) {
    throw new UsageError(
      `--hold-days is "${holdDays}", expected a whole number of days from 0 (no hold) to ${MOST_HOLD_DAYS}.`,
    );
  }
  return {
    holdDays: Number(holdDays),
    options: {
      allowStateLoss: values['allow-state-loss'] ?? loss === 'true',
      noSnapshotBecause: because,
      waitSeconds: Number(wait),
    },
    json: values.json ?? false,
    plans: values.plans,
  };
}

/** Applications that the stacks of these settings create. */
export function deployedApplications(settings: Settings): (DeployedApplication & { snapshotsEnabled: boolean })[] {
  const { application } = settings;
  if (!application) return [];
  return [{ name: application.name, tags: deploymentTags(settings), snapshotsEnabled: application.snapshotsEnabled }];
}

/** Entries of `snapshots.applications`, each with its path; none if the settings have none. */
export function placedEntries({ snapshots }: Settings): PlacedEntry[] {
  return (snapshots.applications ?? []).map((written, index) => {
    const entry = longForm(written);
    const selector = (['name', 'prefix', 'pattern', 'tag'] as const).find((each) => entry[each] !== undefined);
    const isLong = typeof written !== 'string';
    return { path: `snapshots.applications[${index}]${isLong ? `.${selector}` : ''}`, entry };
  });
}

async function preDeploy(
  settings: Settings,
  { options, plans, holdDays }: Omit<PreDeployArguments, 'json'>,
): Promise<ApplicationReport[]> {
  const { region } = settings; // Terraform's, whatever AWS_REGION says
  const client = new KinesisAnalyticsV2Client({ region });
  const api = new ManagedFlinkSnapshotApi(client);
  const deployed = deployedApplications(settings);
  const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };
  const report = (line: string) => console.error(line);

  const sdk = { region };
  const owners = await ownerProblems(
    settings,
    new AwsDeployedResources(region, {
      dynamo: new DynamoDBClient(sdk),
      lambda: new LambdaClient(sdk),
      sns: new SNSClient(sdk),
      sts: new STSClient(sdk),
    }),
  );
  if (owners.length > 0) throw new PreDeployError(ownersText(settings.environment, owners));

  const problems = await selectionProblems(
    placedEntries(settings),
    deployed,
    new ManagedFlinkDirectory(client),
    region,
  );
  if (problems.length > 0) throw new PreDeployError(problemsText(settings.environment, problems));

  const reports: ApplicationReport[] = [];
  for (const application of deployed) {
    const takeSnapshot = (name: string) =>
      takeFreshSnapshot(
        name,
        {
          ownPrefix: snapshotNamePrefix(settings.name),
          requestId: `deploy-${randomUUID().slice(0, 8)}`,
          waitSeconds: options.waitSeconds,
          holdDays,
        },
        {
          api,
          clock,
          report,
          askManager: (_, requestId) => byManager(settings, application, requestId),
          hold: (_, snapshot, placed) => holdByManager(settings, application.name, snapshot, placed),
        },
      );
    const planned = plans === undefined ? undefined : plannedChange(plans, application.name);
    if (planned?.kind === 'possible') report(`${application.name} may be restarted: ${planned.because}.`);
    reports.push(
      await protectApplication(
        application.name,
        {
          ...options,
          snapshotsEnabledByDeployment: application.snapshotsEnabled,
          isLeftAsItIs: planned?.kind === 'none',
        },
        { api, clock, report, takeSnapshot },
      ),
    );
  }
  return reports;
}

/** Asks the manager only if its settings name the application: a refusal would be recorded as a failure. */
async function byManager(
  settings: Settings,
  application: DeployedApplication,
  requestId: string,
): Promise<ManagerResult> {
  const { managerFunction, applicationEntries } = namesOf(settings);
  if (!applicationEntries.some((entry) => selects(entry, application))) {
    const because = `snapshots.applications does not select ${application.name}: no retention will delete the snapshot.`;
    return { kind: 'not-its-concern', because };
  }
  const request = {
    action: 'snapshot',
    applications: [application.name],
    reason: 'before deployment',
    requestId,
  } as const;
  try {
    // A request sent twice would find the first one at work; the run itself takes up to 15 minutes.
    const client = new LambdaClient({ region: settings.region, maxAttempts: 1 });
    const [record] = recordsAnswer.parse(await askManager(request, client));
    if (!record) throw new ManagerError(`It returned no record for ${application.name}.`);
    const { state, message = 'It returned no reason.', snapshot } = record;
    return { kind: 'answered', state, message, ...(snapshot ? { snapshotName: snapshot.name } : {}) };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return { kind: 'not-its-concern', because: `There is no function ${managerFunction} yet.` };
    }
    // It was deployed under earlier settings, which did not select the application.
    if (error instanceof ManagerError && error.isRefusal) return { kind: 'not-its-concern', because: error.message };
    throw error;
  }
}

/**
 * Places a hold through the manager.
 *
 * @throws ManagerError when it refuses.
 */
async function holdByManager(
  settings: Settings,
  application: string,
  snapshot: string,
  { who, until }: PlacedHold,
): Promise<void> {
  const request = {
    action: 'hold',
    application,
    snapshot,
    who,
    why: 'before deployment',
    until: until.toISOString(),
  } as const;
  const [record] = recordsAnswer.parse(
    await askManager(request, new LambdaClient({ region: settings.region, maxAttempts: 1 })),
  );
  if (record?.state !== 'held') throw new ManagerError(record?.message ?? 'It returned no record for the hold.');
}

/** Report for a person, also if the deployment restarts nothing. */
export function showReports(applications: readonly Pick<ApplicationReport, 'says'>[]): string {
  if (applications.length > 0) return applications.flatMap(({ says }) => says).join('\n');
  return 'Every selector of snapshots.applications finds an application. This deployment has no application of its own, so none restarts.';
}

/** Report for the summary of a GitHub Actions run; a typed reason stays plain text. */
export function stepSummary(said: string): string {
  return `### Before the deployment\n\n${codeBlock('text', said.split('\n'))}\n\n`;
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { json, ...wanted } = parsePreDeploy(argv, process.env);
    const settings = loadSettings();
    const today = new Date().toISOString().slice(0, 10);
    const warnings = [
      runtimeWarning(settings.snapshots.functionRuntime, today) ?? [],
      settingsWarnings(settings),
    ].flat();
    for (const line of warnings) console.error(line);
    const { GITHUB_STEP_SUMMARY: summary } = process.env;
    const summarize = (said: string) => (summary ? appendFileSync(summary, stepSummary(said)) : undefined);
    try {
      const applications = await preDeploy(settings, wanted);
      console.log(
        json ? JSON.stringify({ environment: settings.environment, applications }, null, 2) : showReports(applications),
      );
      summarize([...warnings, showReports(applications)].join('\n'));
    } catch (error) {
      if (error instanceof PreDeployError) summarize(error.message);
      throw error;
    }
  });
}
