import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { settingsWarnings } from '../../config/checks/settings-warnings';
import { loadSettings } from '../../config/load-settings';
import { deploymentOf } from '../../config/model/deployment';
import { deploymentTags } from '../../config/model/deployment-tags';
import { namesOf } from '../../config/model/names';
import { longForm } from '../../config/schema/application-settings';
import type { Settings } from '../../config/schema/settings';
import { snapshotNamePrefix } from '../../lambda-src/contract';
import { ManagedFlinkDirectory } from '../../lambda-src/snapshot-manager/aws/application-directory';
import { DynamoDrillJournal } from '../../lambda-src/snapshot-manager/aws/drill-journal';
import { DynamoHoldsTable } from '../../lambda-src/snapshot-manager/aws/holds-table';
import { ManagedFlinkSnapshotApi } from '../../lambda-src/snapshot-manager/aws/snapshot-api';
import type { Result } from '../../tools/command';
import { runtimeWarning } from '../../tools/function-runtimes';
import { talk } from '../../tools/talk';
import { lookingIn } from '../answer-time';
import { askManager, ManagerError, ManagerMissingError, recordsAnswer } from '../manager';
import { actionRecorder } from '../recovery/action-recorder';
import { TableJournal } from '../recovery/journals';
import { stepSummary } from '../step-summary';
import { AwsDeployedResources } from './deployed-resources';
import { type ManagerResult, type PlacedHold, takeFreshSnapshot } from './fresh-snapshot';
import { type OthersPorts, whileNobodyElseWorks } from './others-at-work';
import { ownerProblems, ownersText } from './owners';
import { plannedChange } from './planned-change';
import { type ApplicationReport, PreDeployError, type ProtectOptions, protectApplication } from './protect-application';
import { type DeploymentRequest, recordDeployment } from './record-deployment';
import { type DeployedApplication, type PlacedEntry, problemsText, selectionProblems, selects } from './selection';
import { suspectSnapshots } from './suspect-snapshots';

type Options = Omit<ProtectOptions, 'snapshotsEnabledByDeployment' | 'isLeftAsItIs'>;

export interface PreDeployArguments {
  readonly options: Options;
  readonly holdMs: number;
  readonly deployment: DeploymentRequest;
  readonly json: boolean;
  /** Folder of the plans to deploy. */
  readonly plans: string | undefined;
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
  { options, plans, holdMs, deployment }: Omit<PreDeployArguments, 'json'>,
): Promise<ApplicationReport[]> {
  const client = new KinesisAnalyticsV2Client(lookingIn(settings.region));
  const deployed = deployedApplications(settings);
  await refuseForeignNames(settings);
  await refuseSelectorsWithoutApplication(settings, deployed, client);

  const api = new ManagedFlinkSnapshotApi(client);
  const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };
  const report = talk;
  const reports: ApplicationReport[] = [];
  for (const application of deployed) {
    const planned = plans === undefined ? undefined : plannedChange(plans, application.name);
    if (planned?.kind === 'possible') report(`${application.name} may be restarted: ${planned.because}.`);
    const snapshotOptions = {
      ownPrefix: snapshotNamePrefix(settings.name),
      requestId: `deploy-${randomUUID().slice(0, 8)}`,
      waitSeconds: options.waitSeconds,
      holdMs,
    };
    const ports = {
      api,
      clock,
      report,
      askManager: (_: string, requestId: string) => byManager(settings, application, requestId),
      hold: (_: string, snapshot: string, placed: PlacedHold) =>
        holdByManager(settings, application.name, snapshot, placed),
      holdInTable: (_: string, snapshot: string, placed: PlacedHold) =>
        holdInTable(settings, application.name, snapshot, placed),
    };
    const takeSnapshot = (name: string) => takeFreshSnapshot(name, snapshotOptions, ports);
    const protectOptions = {
      ...options,
      snapshotsEnabledByDeployment: application.snapshotsEnabled,
      isLeftAsItIs: planned?.kind === 'none',
    };
    const suspects = (name: string) => suspectSnapshots(name, () => marksByManager(settings, application));
    const protectPorts = { api, clock, report, takeSnapshot, suspects };
    const protect = () => protectApplication(application.name, protectOptions, protectPorts);
    const protectedReport = protectOptions.isLeftAsItIs
      ? await protect()
      : await whileNobodyElseWorks(application.name, { api, clock, report, ...journalsOf(settings) }, protect);
    const recordPorts = { client, api, clock, recorder: actionRecorder(settings.region, deploymentOf(settings)) };
    reports.push(await recordDeployment(protectedReport, deployment, recordPorts));
  }
  return reports;
}

/** Journals of those who stop and start an application: people and drills. */
function journalsOf(settings: Settings): Pick<OthersPorts, 'journal' | 'drills'> {
  const dynamo = new DynamoDBClient(lookingIn(settings.region));
  const { holdsTable } = namesOf(settings);
  return { journal: new TableJournal(dynamo, holdsTable), drills: new DynamoDrillJournal(dynamo, holdsTable) };
}

/** Refuses names of topic, tables and function that belong to another deployment. The region is Terraform's. */
async function refuseForeignNames(settings: Settings): Promise<void> {
  const { region } = settings;
  const deployed = new AwsDeployedResources(region, {
    dynamo: new DynamoDBClient(lookingIn(region)),
    lambda: new LambdaClient(lookingIn(region)),
    sns: new SNSClient(lookingIn(region)),
    sts: new STSClient(lookingIn(region)),
  });
  const problems = await ownerProblems(settings, deployed);
  if (problems.length > 0) throw new PreDeployError(ownersText(settings.environment, problems));
}

async function refuseSelectorsWithoutApplication(
  settings: Settings,
  deployed: readonly DeployedApplication[],
  client: KinesisAnalyticsV2Client,
): Promise<void> {
  const directory = new ManagedFlinkDirectory(client);
  const problems = await selectionProblems(placedEntries(settings), deployed, directory, settings.region);
  if (problems.length > 0) throw new PreDeployError(problemsText(settings.environment, problems));
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
    const manager = { managerFunction, region: settings.region };
    const [record] = recordsAnswer.parse(await askManager(manager, request, client));
    if (!record) throw new ManagerError(`It returned no record for ${application.name}.`);
    const { state, message = 'It returned no reason.', snapshot } = record;
    return { kind: 'answered', state, message, ...(snapshot ? { snapshotName: snapshot.name } : {}) };
  } catch (error) {
    if (error instanceof ManagerMissingError) {
      return { kind: 'not-its-concern', because: `There is no function ${managerFunction} yet.` };
    }
    // It was deployed under earlier settings, which did not select the application.
    if (error instanceof ManagerError && error.isRefusal) return { kind: 'not-its-concern', because: error.message };
    throw error;
  }
}

/** Asks the manager for the marks of an application that its settings name. */
async function marksByManager(settings: Settings, application: DeployedApplication): Promise<unknown> {
  const { managerFunction, applicationEntries } = namesOf(settings);
  if (!applicationEntries.some((entry) => selects(entry, application))) return [];
  return askManager(
    { managerFunction, region: settings.region },
    { action: 'marks', applications: [application.name] },
  );
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
  const manager = { managerFunction: namesOf(settings).managerFunction, region: settings.region };
  const [record] = recordsAnswer.parse(await askManager(manager, request));
  if (record?.state !== 'held') throw new ManagerError(record?.message ?? 'It returned no record for the hold.');
}

/**
 * Places a hold where there is no manager that would do it, or none for this application yet.
 *
 * @throws when there is no table.
 */
async function holdInTable(
  settings: Settings,
  application: string,
  snapshotName: string,
  { who, until }: PlacedHold,
): Promise<void> {
  const dynamo = new DynamoDBClient(lookingIn(settings.region));
  const holds = new DynamoHoldsTable(dynamo, namesOf(settings).holdsTable, settings.audit.retentionDays);
  await holds.hold({ application, snapshotName, who, why: 'before deployment', heldAt: new Date(), until });
}

/** Report for a person, also if the deployment restarts nothing. */
export function showReports(applications: readonly Pick<ApplicationReport, 'says'>[]): string {
  if (applications.length > 0) return applications.flatMap(({ says }) => says).join('\n');
  return 'Every selector of snapshots.applications finds an application. This deployment has no application of its own, so none restarts.';
}

/** Runs the checks and the snapshot for the environment in use; in GitHub Actions the summary of the run gets them, too. */
export async function runPreDeploy(wanted: PreDeployArguments): Promise<Result> {
  const settings = loadSettings();
  const today = new Date().toISOString().slice(0, 10);
  const warnings = [runtimeWarning(settings.snapshots.functionRuntime, today) ?? [], settingsWarnings(settings)].flat();
  for (const line of warnings) console.error(line);
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  const summarize = (said: string) =>
    summary ? appendFileSync(summary, stepSummary('Before the deployment', said)) : undefined;
  try {
    const applications = await preDeploy(settings, wanted);
    summarize([...warnings, showReports(applications)].join('\n'));
    return { document: { environment: settings.environment, applications }, text: showReports(applications) };
  } catch (error) {
    if (error instanceof PreDeployError) summarize(error.message);
    throw error;
  }
}
