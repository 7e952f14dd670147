import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { suspectOf } from '../../lambda-src/snapshot-manager/domain/marks';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import type { Result } from '../../tools/command';
import { errorText } from '../../tools/error-text';
import type { KnownDeployment } from '../known-deployment';
import { type LogGroup, logGroupsOf } from '../logs/log-groups';
import { fieldsOf, type RawLine } from '../logs/log-line';
import type { LogReader } from '../logs/log-reader';
import { MissingNameError } from '../missing-name';
import type { ApplicationFacts } from '../views/application-facts';
import { readFacts } from '../views/read-facts';
import { explain, type FiredAlarm, type JobLog, type RunFacts } from './explanation';
import { type GoodSnapshot, gapAround } from './gap';
import { relevantLines } from './job-lines';
import { firedAlarms } from './read-alarms';
import { type ReadRuns, readRuns } from './read-runs';
import { chooseRun, conditionOf, episodeOf, wentWell } from './runs';
import { whyDocument } from './why-document';
import { whyText, withoutRunText } from './why-text';

export interface WhyRequest {
  readonly application: string;
  /** Time of the run; undefined: the newest that did not go well. */
  readonly asked: Date | undefined;
  readonly now: Date;
}

export interface WhyPorts {
  readonly client: KinesisAnalyticsV2Client;
  readonly known: KnownDeployment;
  readonly dynamo: DynamoDBClient;
  readonly cloudWatch: CloudWatchClient;
  readonly reader: LogReader;
  /** True where CloudWatch Logs itself answers, whose filter patterns know alternatives. */
  readonly hasPatterns: boolean;
}

const MINUTE_MS = 60_000;
/** Time after the end of an episode in which alarms may still fire: they look at several periods. */
const ALARM_LAG_MS = 30 * MINUTE_MS;
/** Lines of a Lambda function that died, which it could not write itself. */
const DEATH = /Task timed out|Runtime exited|[Pp]rocess exited|signal: killed|OutOfMemory/;

/** Explains a run of an application. One part that can't be read never hides the others. */
export async function why(request: WhyRequest, ports: WhyPorts): Promise<Result> {
  const unread: string[] = [];
  const attempt = attempts(unread);
  const { application, asked, now } = request;
  const facts = await attempt('The application and its snapshots', () =>
    readFacts(application, ports.client, ports.known, { now, dynamo: ports.dynamo }),
  );
  unread.push(...(facts?.unread ?? []));
  const read = await attempt('The runs', () => runsOf(request, ports));
  const run = read && chooseRun(read.runs, asked, now);
  const jobGroup = (await logGroupsOf(application, ports.client, ports.known)).application;
  if (read === undefined || run === undefined) return withoutRun(request, facts, jobGroup, unread, ports);

  const window = windowOf(run);
  const [managerLines, jobLog, alarms] = await Promise.all([
    attempt('The log of the snapshot manager', () => managerLinesOf(run, window, now, ports)),
    attempt('The log of the application', () => jobLogOf(jobGroup, window, ports)),
    attempt('The alarms', () => alarmsOf(read.runs, run, now, ports)),
  ]);
  const runFacts: RunFacts = {
    ...{ run, runs: read.runs, now, managerLines, jobLog, alarms },
    goodSnapshots: goodSnapshots(facts, read.runs),
    objectiveSeconds: facts?.managed && facts.managed.entry.objectiveMinutes * 60,
    mailAddresses: 'deployment' in ports.known ? ports.known.deployment.mailAddresses : [],
    actions: read.actions.filter(({ at }) => at >= window.from && at <= window.to),
  };
  const explanation = explain(runFacts);
  return { document: whyDocument(explanation, unread), text: whyText(explanation, unread) };
}

function attempts(unread: string[]) {
  return async <T>(part: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof MissingNameError) throw error;
      const said = errorText(error);
      unread.push(`${part}: ${said instanceof Error ? `${said.name}: ${said.message}` : String(said)}`);
      return undefined;
    }
  };
}

async function runsOf({ application, asked, now }: WhyRequest, { known, dynamo }: WhyPorts): Promise<ReadRuns> {
  if ('because' in known) throw new Error(`they are in the audit table, and no deployment is known. ${known.because}`);
  return readRuns(dynamo, known.deployment.auditTable, application, asked, now);
}

interface Window {
  readonly from: Date;
  readonly to: Date;
}

function windowOf({ eventTime, endedAt, deadlineAt }: RunRecord): Window {
  return {
    from: new Date(eventTime.getTime() - MINUTE_MS),
    to: new Date((endedAt ?? deadlineAt).getTime() + MINUTE_MS),
  };
}

/** Lines of the run itself; of a run that died also what Lambda wrote about the function. */
async function managerLinesOf(run: RunRecord, window: Window, now: Date, ports: WhyPorts): Promise<readonly RawLine[]> {
  const { known, reader } = ports;
  if ('because' in known) throw new Error(known.because);
  const isDead = conditionOf(run, now) === 'manager-failing';
  const { lines } = await reader.lines(
    known.deployment.managerLogGroup,
    window,
    isDead || run.eventId === '' ? undefined : `"${run.eventId}"`,
  );
  return lines.filter(({ message }) => {
    const fields = fieldsOf(message);
    if (fields === undefined) return isDead && DEATH.test(message);
    return fields.eventId === run.eventId && fields.application === run.application;
  });
}

async function jobLogOf(log: LogGroup, window: Window, { reader, hasPatterns }: WhyPorts): Promise<JobLog> {
  if ('problem' in log) throw new Error(log.problem);
  const pattern = hasPatterns ? '?ERROR ?WARN ?heckpoint ?avepoint' : undefined;
  const { lines } = await reader.lines(log.group, window, pattern);
  return { group: log.group, lines: relevantLines(lines) };
}

async function alarmsOf(runs: readonly RunRecord[], run: RunRecord, now: Date, ports: WhyPorts): Promise<FiredAlarm[]> {
  const { known, cloudWatch } = ports;
  if ('because' in known) throw new Error(known.because);
  const { alarmNamePrefix: prefix, applications } = known.deployment;
  const episode = episodeOf(runs, run, now);
  const from = episode?.since ?? run.eventTime;
  const end = episode ? (episode.overSince ?? now) : (run.endedAt ?? now);
  const to = new Date(Math.min(now.getTime(), end.getTime() + (wentWell(run, now) ? 0 : ALARM_LAG_MS)));
  const names = applications.flatMap(({ name }) => name ?? []);
  return firedAlarms(cloudWatch, { prefix, application: run.application, from, to }, names);
}

/** Good snapshots that are there, and those that runs took and that were deleted since. */
function goodSnapshots(facts: ApplicationFacts | undefined, runs: readonly RunRecord[]): GoodSnapshot[] {
  const there = (facts?.snapshots ?? []).flatMap((snapshot) => {
    const { name, createdAt, status } = snapshot;
    const isSuspect = facts && suspectOf(snapshot, facts.marks, facts.state.createdAt) !== undefined;
    return createdAt && status === 'READY' && !isSuspect ? [{ name, createdAt, isGone: false }] : [];
  });
  const known = new Set((facts?.snapshots ?? []).map(({ name }) => name));
  const gone = runs.flatMap(({ snapshot }) => {
    if (!snapshot?.createdAt || snapshot.status !== 'READY' || known.has(snapshot.name)) return [];
    // Where the list is not known, nor is whether it is gone.
    return [{ name: snapshot.name, createdAt: snapshot.createdAt, isGone: facts !== undefined }];
  });
  return [...there, ...gone];
}

/** Answer where no run is known: the gap and the job's log are shown nevertheless. */
async function withoutRun(
  { application, asked, now }: WhyRequest,
  facts: ApplicationFacts | undefined,
  jobGroup: LogGroup,
  unread: string[],
  ports: WhyPorts,
): Promise<Result> {
  const at = asked ?? now;
  const window = { from: new Date(at.getTime() - 10 * MINUTE_MS), to: new Date(at.getTime() + 10 * MINUTE_MS) };
  const jobLog = await attempts(unread)('The log of the application', () => jobLogOf(jobGroup, window, ports));
  const gap = gapAround(at, goodSnapshots(facts, []), now);
  const unknown = { application, at, jobLog, gap };
  return { document: whyDocument(unknown, unread), text: withoutRunText(unknown, unread), exitCode: 3 };
}
