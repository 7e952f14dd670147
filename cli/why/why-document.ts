import type { Explanation, JobLog } from './explanation';
import type { Gap } from './gap';

/** Facts that are there without a run. */
export interface WithoutRun {
  readonly application: string;
  readonly at: Date;
  readonly jobLog: JobLog | undefined;
  readonly gap: Gap;
}

/** Document of an explanation, for `--json`. */
export function whyDocument(why: Explanation | WithoutRun, unread: readonly string[]): object {
  const shared = { gap: gapDocument(why.gap), jobLog: jobDocument(why.jobLog), unread };
  if (!('run' in why)) {
    return { application: why.application, run: null, ...shared };
  }
  const { run, episode, mail, advice } = why;
  return {
    application: run.application,
    run: {
      ...{ runId: run.runId, eventId: run.eventId, time: run.eventTime, outcome: run.state },
      ...{ reason: run.reason ?? null, wentWell: why.wentWell, says: why.says, snapshot: run.snapshot?.name ?? null },
    },
    episode: episode ? { ...episode, overSince: episode.overSince ?? null } : null,
    steps: why.steps,
    stepsBy: why.isWithoutLog ? 'audit' : 'log',
    actions: why.actions.map((action) => ({ ...action, who: action.who ?? null, message: action.message ?? null })),
    told: { mail: mail ?? null, mailAddresses: why.mailAddresses, alarms: why.alarms ?? null },
    objectiveSeconds: why.objectiveSeconds ?? null,
    advice,
    ...shared,
  };
}

function gapDocument({ before, after, seconds }: Gap): object {
  return { before: before ?? null, after: after ?? null, seconds: seconds ?? null };
}

function jobDocument(jobLog: JobLog | undefined): object | null {
  if (jobLog === undefined) return null;
  const lines = jobLog.lines.map(({ level, cause, ...line }) => ({
    ...line,
    level: level ?? null,
    cause: cause ?? null,
  }));
  return { logGroup: jobLog.group, lines };
}
