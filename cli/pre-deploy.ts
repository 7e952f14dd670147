import './node-version-warning';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { longForm } from '../config/application-settings';
import { loadSettings } from '../config/load-settings';
import type { Settings } from '../config/settings';
import { snapshotNamePrefix } from '../lambda-src/contract';
import { ManagedFlinkDirectory } from '../lambda-src/snapshot-manager/aws/application-directory';
import { ManagedFlinkSnapshotApi } from '../lambda-src/snapshot-manager/aws/snapshot-api';
import { deploymentTags } from '../stacks/deployment-tags';
import { namesOf } from '../stacks/names';
import { readArguments, runCommand, UsageError } from './command';
import { askManager, ManagerError, recordsAnswer } from './manager';
import { type ManagerResult, takeFreshSnapshot } from './pre-deploy/fresh-snapshot';
import {
  type ApplicationReport,
  PreDeployError,
  type ProtectOptions,
  protectApplication,
} from './pre-deploy/protect-application';
import {
  type DeployedApplication,
  type PlacedEntry,
  problemsText,
  selectionProblems,
  selects,
} from './pre-deploy/selection';

const USAGE = `To run just before a deployment (cdktf deploy, terraform apply) of the environment in use (KDA_ENVIRONMENT).

  npm run pre-deploy [-- --no-snapshot REASON] [--allow-state-loss] [--wait-seconds N] [--json]

It looks whether every entry of snapshots.applications selects an application; takes a snapshot of the application that
this deployment makes, if it is RUNNING; and says where its next start takes the state from.

  --no-snapshot REASON  take none
  --allow-state-loss    go on although the application runs with its snapshots switched off
  --wait-seconds N      for a status that passes (UPDATING, …), and for the snapshot; default: 600
  --json                the whole result

The exit code is 0 when the deployment may go on, 1 when it must not, 2 for wrong usage.`;

type Options = Omit<ProtectOptions, 'snapshotsEnabledByDeployment'>;

const DEFAULT_WAIT_SECONDS = 600;

/** What the arguments ask for. @throws UsageError on anything that is no option, or has a wrong value. */
export function parsePreDeploy(argv: string[]): { options: Options; json: boolean } {
  const { values } = readArguments({
    args: argv,
    options: {
      ...{ 'no-snapshot': { type: 'string' }, 'allow-state-loss': { type: 'boolean' } },
      ...{ 'wait-seconds': { type: 'string' }, json: { type: 'boolean' } },
    },
  });
  const because = values['no-snapshot'];
  if (because !== undefined && because.trim() === '') {
    throw new UsageError('--no-snapshot is empty: whoever reads the log of the deployment wants to know why.');
  }
  const wait = values['wait-seconds'] ?? String(DEFAULT_WAIT_SECONDS);
  if (!/^\d{1,5}$/.test(wait)) {
    throw new UsageError(`--wait-seconds is "${wait}", expected a whole number of seconds from 0 to 99999.`);
  }
  return {
    options: {
      allowStateLoss: values['allow-state-loss'] ?? false,
      noSnapshotBecause: because,
      waitSeconds: Number(wait),
    },
    json: values.json ?? false,
  };
}

/** The applications that the stacks of these settings make. */
export function deployedApplications(settings: Settings): (DeployedApplication & { snapshotsEnabled: boolean })[] {
  const { application } = settings;
  if (!application) return [];
  return [{ name: application.name, tags: deploymentTags(settings), snapshotsEnabled: application.snapshotsEnabled }];
}

/** The entries of `snapshots.applications`, each with its path; none when the settings leave them out. */
export function placedEntries({ snapshots }: Settings): PlacedEntry[] {
  return (snapshots.applications ?? []).map((written, index) => {
    const entry = longForm(written);
    const selector = (['name', 'prefix', 'pattern', 'tag'] as const).find((each) => entry[each] !== undefined);
    const isLong = typeof written !== 'string';
    return { path: `snapshots.applications[${index}]${isLong ? `.${selector}` : ''}`, entry };
  });
}

async function preDeploy(settings: Settings, options: Options): Promise<ApplicationReport[]> {
  const { region } = settings; // Terraform's, whatever AWS_REGION says
  const client = new KinesisAnalyticsV2Client({ region });
  const api = new ManagedFlinkSnapshotApi(client);
  const deployed = deployedApplications(settings);
  const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };
  const report = (line: string) => console.error(line);

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
        },
        { api, clock, report, askManager: (_, requestId) => byManager(settings, application, requestId) },
      );
    reports.push(
      await protectApplication(
        application.name,
        { ...options, snapshotsEnabledByDeployment: application.snapshotsEnabled },
        { api, clock, report, takeSnapshot },
      ),
    );
  }
  return reports;
}

/** Asks only a manager whose settings name the application: a refusal would leave a record of a failure. */
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
    if (!record) throw new ManagerError(`It answered with no record of ${application.name}.`);
    const { state, message = 'It gave no reason.', snapshot } = record;
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

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { options, json } = parsePreDeploy(argv);
    const settings = loadSettings();
    const applications = await preDeploy(settings, options);
    console.log(
      json
        ? JSON.stringify({ environment: settings.environment, applications }, null, 2)
        : applications.flatMap(({ says }) => says).join('\n'),
    );
  });
}
