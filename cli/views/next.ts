import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Result } from '../../tools/command';
import type { KnownDeployment } from '../known-deployment';
import { duration, shortTime, zoneOf } from '../times';
import type { ApplicationFacts } from './application-facts';
import { readJobSettings } from './job-settings';
import { type ChosenSnapshot, type NextState, nextStates, type RestartSettings, type Way } from './next-state';
import { nextWarnings } from './next-warnings';
import { readFacts } from './read-facts';
import { scheduleView } from './schedule-view';
import { Unread } from './unread';

const NAMES: Readonly<Record<Way, string>> = {
  'flink-restart': 'Flink itself, after a failure',
  'kda-start': 'kda start',
  'console-run': 'Run in the console',
  'aws-start': 'AWS start without a choice',
  deployment: 'deployment (Terraform)',
  'auto-scaling': 'auto scaling',
};

/**
 * Reads what decides about the next start, and answers `kda next`.
 *
 * @param say hears what could not be read.
 */
export async function next(
  application: string,
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
  { dynamo, say }: { readonly dynamo?: DynamoDBClient; readonly say: (line: string) => void },
): Promise<Result> {
  const facts = await readFacts(application, client, known, dynamo ? { dynamo } : {});
  const more = new Unread();
  const job = await more.attempt('settings of the job', () => readJobSettings(client, application));
  const unread = [...facts.unread, ...more.sentences()];
  for (const sentence of unread) say(sentence);
  return showNext({ ...facts, unread }, job);
}

/** Answer of `kda next`: the state that each way of starting would use now. */
export function showNext(facts: ApplicationFacts, job?: RestartSettings): Result {
  const states = nextStates(facts, job);
  const warnings = nextWarnings(facts, states);
  const { application, region, now, state, unread } = facts;
  return {
    document: {
      application,
      region,
      at: now,
      status: state.status,
      ...scheduleView(facts),
      stopTakesSnapshot: stopTakesSnapshot(state),
      next: states,
      warnings,
      unread,
    },
    text: nextText(facts, states, warnings),
  };
}

/** Text with two lines for each way, the state and why it is that one, and the warnings. */
function nextText(facts: ApplicationFacts, states: readonly NextState[], warnings: readonly string[]): string {
  const { application, state, now } = facts;
  const { quiet } = scheduleView(facts);
  const width = Math.max(...states.map(({ by }) => NAMES[by].length));
  const lines = states.flatMap((each) => [
    `  ${NAMES[each.by].padEnd(width)}  ${snapshotText(each, now)}`,
    `  ${' '.repeat(width)}    ${each.because}`,
  ]);
  return [
    `${application} is ${state.status}. State of the next start, by the way of starting (times in ${zoneOf(now)}):`,
    ...lines,
    ...(stopTakesSnapshot(state)
      ? ['A stop without --force takes a snapshot first; that is then the newest one.']
      : []),
    ...(quiet ? [`No scheduled run takes a snapshot before ${shortTime(quiet.until, now)}: ${quiet.why}`] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n');
}

/** True for an application that runs, and whose service may take snapshots. */
function stopTakesSnapshot({ status, snapshotsEnabled }: ApplicationFacts['state']): boolean {
  return status === 'RUNNING' && snapshotsEnabled;
}

function snapshotText({ source, snapshot }: NextState, now: Date): string {
  switch (source) {
    case 'checkpoint':
      return '(checkpoint)';
    case 'new-snapshot':
      return '(taken then)';
    case 'empty':
      return '(empty state)';
    case 'nothing':
      return '(none)';
    case 'snapshot':
      return snapshot ? describeChoice(snapshot, now) : '(that of its start)';
  }
}

function describeChoice({ name, createdAt, ageSeconds, suspect }: ChosenSnapshot, now: Date): string {
  const age =
    createdAt === null || ageSeconds === null ? '' : ` of ${shortTime(createdAt, now)}, ${duration(ageSeconds)} old`;
  return `${name}${age}${suspect ? ', SUSPECT' : ''}`;
}
