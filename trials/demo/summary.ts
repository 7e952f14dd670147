import type { SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import { type Maker, madeBy } from '../../cli/views/made-by';
import type { PhaseTime } from '../../tools/progress';
import { table } from '../../tools/text-table';
import { heading, timeTable } from '../summary-parts';
import type { DemoResult, Restore } from './demo';

/**
 * Waits that the provider makes whatever the emulator answers, seen in the deployment's output: they are most of its
 * time (measured with hashicorp/aws 5.100.0, see docs/local-cloud.md).
 */
export const PROVIDER_WAITS = ['aws_sqs_queue: attributes and policy must be read back unchanged for a while'] as const;

/** The demo's closing page: what there is now, and the log lines that prove each restore. */
export function renderSummary(result: DemoResult, times: readonly PhaseTime[]): string {
  const durations = new Map(result.records.map(({ snapshot }) => [snapshot?.name, snapshot?.durationMs]));
  return [
    heading('Snapshots'),
    ...table(
      ['name', 'state', 'made by', 'duration'],
      result.snapshots.map((snapshot) => {
        const name = snapshot.SnapshotName ?? '?';
        const ms = durations.get(name);
        return [
          name,
          snapshot.SnapshotStatus ?? '?',
          makerOf(snapshot, result.application),
          ms === undefined ? '-' : `${ms} ms`,
        ];
      }),
    ),
    `Pruned by retention: ${result.pruned.join(', ') || 'none'}`,
    heading('Audit rows of the snapshot manager (kda history has those of restores, starts and stops, too)'),
    ...table(
      ['run', 'outcome', 'reason', 'snapshot', 'deleted'],
      result.records.map(({ runId, state, reason, snapshot, deleted }) => [
        new Date(runId).toISOString(),
        state,
        reason ?? '-',
        snapshot?.name ?? '-',
        deleted.join(' ') || '-',
      ]),
    ),
    heading(`E-mails sent (${result.mails.length})`),
    ...table(
      ['to', 'subject'],
      result.mails.map((mail) => [mail.to, mail.subject]),
    ),
    heading('Alarms'),
    ...table(
      ['alarm', 'state'],
      result.alarms.map((alarm) => [alarm.name, alarm.state]),
    ),
    ...explained(result.alarms),
    heading('Restores, by the running job’s own log'),
    ...result.restores.flatMap(renderRestore),
    heading(result.drill.line),
    ...result.drill.lines,
    heading(result.status.line),
    ...result.status.lines,
    heading('Time'),
    ...timeTable(times),
    'Of the deployment, these are waits of the Terraform provider that nothing here can shorten:',
    ...PROVIDER_WAITS.map((wait) => `  - ${wait}`),
  ].join('\n');
}

const MAKER_WORDS: Readonly<Record<Maker, string>> = {
  schedule: 'the snapshot manager',
  person: 'a command of kda',
  service: 'the service',
  reference: 'the reference system',
};

function makerOf(
  { SnapshotName: name = '', SnapshotCreationTimestamp: createdAt }: SnapshotDetails,
  application: string,
) {
  return MAKER_WORDS[madeBy({ name, createdAt }, application)];
}

/** Looks like a fault, and is how every alarm begins. */
function explained(alarms: DemoResult['alarms']): string[] {
  return alarms.some(({ state }) => state === 'INSUFFICIENT_DATA')
    ? ['INSUFFICIENT_DATA is no fault: a new alarm begins so, here and on AWS, and judges when it has enough values.']
    : [];
}

/** The last lines of a demo that ended well and was not asked to stay. */
export function closingText(restores: number): string {
  return [
    '',
    `All ${restores} starts began with the state that was asked for, as the job’s own log shows. Application and local cloud are stopped.`,
    'Next: npx kda demo --keep leaves it running, with a page in the browser and its guided tour; npx kda local starts only the local cloud; README.md, "On AWS", deploys it.',
  ].join('\n');
}

function renderRestore(restore: Restore): string[] {
  const from = restore.snapshotName ? `${restore.asked.from}: ${restore.snapshotName}` : 'none: empty state';
  const proof = restore.expected
    ? [`      that snapshot was taken between user ${restore.expected.atLeast} and user ${restore.expected.atMost}`]
    : [];
  const typed = restore.typed === undefined ? [] : [`      by ${restore.typed}`];
  return [
    `  from ${from}`,
    ...typed,
    ...restore.lines.map((line) => `      ${line.at.toISOString()} ${line.message}`),
    ...proof,
  ];
}
