import { ownSchedule, writtenSchedule } from '../../config/model/schedules';
import type { RestoreSource } from '../../lambda-src/snapshot-manager/domain/application-state';
import { durationText } from '../../lambda-src/snapshot-manager/domain/duration';
import type { RetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Result } from '../../tools/command';
import { table } from '../../tools/text-table';
import type { AuditRow } from '../audit-rows';
import { nextStep, type Recovery } from '../recovery/recovery';
import { standsText } from '../recovery/texts';
import { duration, localTime, shortTime, zoneOf } from '../times';
import type { ApplicationFacts } from './application-facts';
import { drillText, drillView } from './drill-view';
import { fieldLines } from './fields';
import { detailsOf } from './history';
import { wordOf } from './history-words';
import type { JobSettings } from './job-settings';
import { newestGoodOf } from './next-state';
import { type ScheduleView, scheduleText, scheduleView } from './schedule-view';
import { type SnapshotView, snapshotViews } from './snapshot-list';
import { whatHappened } from './what-happened';

/** Facts about an application besides those of its snapshots; undefined: not known. */
export interface ApplicationPast {
  readonly job: JobSettings | undefined;
  /** Newest rows of the audit, newest first. */
  readonly lastRows: readonly AuditRow[] | undefined;
}

/** Answer of `kda describe NAME`. */
export function describeApplication(facts: ApplicationFacts, { job, lastRows }: ApplicationPast): Result {
  const { application, region, now, state, deployment, managed, marks, areMarksKnown, holds, unread } = facts;
  const views = snapshotViews(facts);
  const schedule = scheduleView(facts, lastRows);
  const newestGood = views.find(({ name }) => name === newestGoodOf(facts)?.name) ?? null;
  return {
    document: {
      ...{ kind: 'application', application, region, at: now, status: state.status, version: state.version },
      runtime: state.runtimeEnvironment,
      createdAt: state.createdAt ?? null,
      snapshotsEnabled: state.snapshotsEnabled,
      snapshotMode: state.snapshotMode ?? null,
      restoresFrom: state.restoresFrom,
      job: job ?? null,
      quota: { used: views.length, of: deployment?.snapshotQuota ?? null },
      newestGood,
      reachesBackTo: oldestGood(views)?.createdAt ?? null,
      deployment:
        deployment && managed
          ? {
              name: deployment.name,
              environment: deployment.environment,
              scheduleMinutes: deployment.isScheduled ? longestMinutes(managed.entry.schedule) : null,
              ...schedule,
              objectiveMinutes: managed.entry.objectiveMinutes,
              retention: retentionText(managed.retention),
              stoppedOnPurpose: managed.entry.stoppedOnPurpose ?? null,
              sourceHorizon: managed.entry.sourceHorizon ?? null,
              drill: drillView(managed.entry, now),
              provenWithinDays: managed.entry.provenWithinDays ?? null,
            }
          : null,
      holds:
        holds?.map(({ snapshotName, who, why, heldAt, until }) => ({
          ...{ snapshotName, who, why, since: heldAt, until: until ?? null },
        })) ?? null,
      suspects: areMarksKnown
        ? marks.suspects.map(({ snapshotName, who, why, markedAt }) => ({ snapshotName, who, why, markedAt }))
        : null,
      freezes: areMarksKnown ? marks.freezes.map(({ who, why, since, until }) => ({ who, why, since, until })) : null,
      lastRows: lastRows?.map((row) => ({ ...row, outcome: wordOf(row, now) })) ?? null,
      recovery: recoveryDocument(facts.recovery),
      unread,
    },
    text: [
      `${application} is ${state.status}.`,
      ...(facts.recovery ? [standsText(facts.recovery)] : []),
      ...fieldLines([
        ...serviceFields(facts, job),
        ...snapshotFields(facts, { views, newestGood, schedule }),
        ...markFields(facts),
      ]),
      ...rowLines(lastRows, now),
      `More: kda snapshots ${application}, kda next ${application}, kda history ${application}.`,
    ].join('\n'),
  };
}

/** Restore or start that has not ended. */
function recoveryDocument(recovery: Recovery | undefined) {
  if (!recovery) return null;
  const { kind, who, why, plannedAt } = recovery.plan;
  return { kind, who, why, since: plannedAt, step: nextStep(recovery)?.step ?? null, owner: recovery.owner };
}

type Field = readonly [name: string, value: string];

function serviceFields({ state }: ApplicationFacts, job: JobSettings | undefined): Field[] {
  const onOff = (value: boolean | null) => (value === null ? 'unknown' : value ? 'on' : 'off');
  const interval = job?.checkpointIntervalSeconds;
  return [
    ['version', `${state.version}${job?.code ? `, code ${job.code}` : ''}`],
    ['runtime', state.runtimeEnvironment],
    ['created', state.createdAt ? localTime(state.createdAt) : 'unknown'],
    ['starts from', sourceText(state.restoresFrom)],
    ['service snapshots', state.snapshotsEnabled ? 'on' : 'off: an update, a stop or a scaling loses state'],
    ...(job
      ? [
          ['checkpoints', `${onOff(job.checkpointing)}${interval ? `, every ${duration(interval)}` : ''}`] as const,
          ['parallelism', `${job.parallelism ?? 'unknown'}, auto scaling ${onOff(job.autoScaling)}`] as const,
          ['system rollback', onOff(job.systemRollback)] as const,
        ]
      : [['job', 'unknown'] as const]),
  ];
}

/** Restore configuration in words. */
function sourceText(source: RestoreSource): string {
  switch (source.kind) {
    case 'latest':
      return 'the newest READY snapshot (configured; kda start passes suspect ones over)';
    case 'snapshot':
      return `snapshot ${source.name} (configured)`;
    case 'none':
      return 'empty state (configured)';
  }
}

interface SnapshotFacts {
  readonly views: readonly SnapshotView[];
  readonly newestGood: SnapshotView | null;
  readonly schedule: ScheduleView;
}

function longestMinutes(schedule: string): number {
  return ownSchedule(writtenSchedule(schedule)).longestMinutes;
}

function snapshotFields(
  { now, deployment, managed }: ApplicationFacts,
  { views, newestGood, schedule }: SnapshotFacts,
): Field[] {
  const ready = views.filter(({ state }) => state === 'READY').length;
  const oldest = oldestGood(views);
  return [
    ['snapshots', `${views.length}${deployment ? ` of ${deployment.snapshotQuota}` : ''}, ${ready} READY`],
    ['newest good', newestGood ? `${newestGood.name}, ${duration(newestGood.ageSeconds ?? 0)} old` : 'none'],
    [
      'reaches back',
      oldest?.createdAt ? `to ${shortTime(oldest.createdAt, now)}, ${duration(oldest.ageSeconds ?? 0)}` : 'not at all',
    ],
    ...(deployment && managed
      ? [
          [
            'deployment',
            `${deployment.name}: ${scheduleText(schedule, now)}, objective ${managed.entry.objectiveMinutes} min`,
          ] as const,
          ['retention', retentionText(managed.retention)] as const,
          ...(managed.entry.sourceHorizon
            ? [['source', `can be replayed for ${managed.entry.sourceHorizon}`] as const]
            : []),
          ['drill', drillText(drillView(managed.entry, now), managed.entry.provenWithinDays, now)] as const,
          ...(managed.entry.stoppedOnPurpose
            ? [['on purpose', `stopped: ${managed.entry.stoppedOnPurpose}`] as const]
            : []),
        ]
      : [['deployment', deployment ? `${deployment.name} does not select it` : 'unknown'] as const]),
  ];
}

function oldestGood(views: readonly SnapshotView[]): SnapshotView | undefined {
  return views.filter(({ state, suspect, createdAt }) => state === 'READY' && !suspect && createdAt).at(-1);
}

/** Rules of a retention as the settings name them: `keepLast 3, keepDaily 7, serviceSnapshots.keepLast 5`. */
function retentionText({ serviceSnapshots, ...policy }: RetentionPolicy): string {
  const rules = [
    ...Object.entries(policy),
    ...(serviceSnapshots
      ? Object.entries(serviceSnapshots).map(([name, value]) => [`serviceSnapshots.${name}`, value] as const)
      : []),
  ];
  return rules
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? durationText(value) : value}`)
    .join(', ');
}

function markFields({ holds, marks, areMarksKnown, now }: ApplicationFacts): Field[] {
  const held = holds?.map(
    ({ snapshotName, who, why, until }) =>
      `${snapshotName} by ${who} until ${until ? shortTime(until, now) : 'released'}: ${why}`,
  );
  const suspects = marks.suspects.map(({ snapshotName, who, why }) => `${snapshotName} by ${who}: ${why}`);
  const freezes = marks.freezes.map(({ who, why, until }) => `until ${shortTime(until, now)} by ${who}: ${why}`);
  const words = (all: readonly string[], isKnown: boolean) =>
    all.length > 0 ? all.join('; ') : isKnown ? 'none' : 'unknown';
  return [
    ['holds', words(held ?? [], held !== undefined)],
    ['suspect', words(suspects, areMarksKnown)],
    ['frozen', words(freezes, areMarksKnown)],
  ];
}

function rowLines(rows: readonly AuditRow[] | undefined, now: Date): string[] {
  if (rows === undefined) return ['Last runs: unknown.'];
  if (rows.length === 0) return ['Last runs: none recorded.'];
  const cells = rows.map((row) => [
    shortTime(row.time, now),
    whatHappened({ ...row, outcome: wordOf(row, now) }),
    row.restoredFrom ?? row.snapshotName ?? '-',
    detailsOf(row),
  ]);
  return ['Last runs:', ...table([`time (${zoneOf(now)})`, 'what', 'snapshot', 'details'], cells)];
}
