import type { Result } from '../../tools/command';
import type { AuditRow } from '../audit-rows';
import { duration, localTime, shortTime } from '../times';
import type { ApplicationFacts } from './application-facts';
import { fieldLines } from './fields';
import { detailsOf } from './history';
import { wordOf } from './history-words';
import { type SnapshotView, snapshotViews } from './snapshot-list';
import { beyondText, holdText, provenText, staysText, suspectText } from './snapshots-text';
import { whatHappened } from './what-happened';

/** Everything about one snapshot besides its view. */
export interface SnapshotPast {
  /** Row of the run or action that made it; undefined: not known, `null`: there is none. */
  readonly madeBy: AuditRow | null | undefined;
}

/** Answer of `kda describe NAME SNAPSHOT`. */
export function describeSnapshot(facts: ApplicationFacts, name: string, { madeBy }: SnapshotPast): Result {
  const view = snapshotViews(facts).find((each) => each.name === name);
  if (!view) throw new Error(`Application ${facts.application} has no snapshot ${name}.`);
  const restores = facts.restores?.filter(({ restoredFrom }) => restoredFrom === name);
  const { application, region, now, unread } = facts;
  const goBack = goBackTo(application, view);
  return {
    document: {
      ...{ kind: 'snapshot', application, region, at: now, snapshot: view },
      ...{ madeByRun: madeBy ?? null, restores: restores ?? null, restoreCommand: goBack.command ?? null, unread },
    },
    text: [`Snapshot ${name} of ${application}`, ...linesOf(facts, view, madeBy, restores), goBack.text].join('\n'),
  };
}

function linesOf(
  { now, state }: ApplicationFacts,
  view: SnapshotView,
  madeBy: AuditRow | null | undefined,
  restores: readonly AuditRow[] | undefined,
): string[] {
  const { createdAt, ageSeconds, codeVersion } = view;
  const code =
    codeVersion === state.version ? 'the one that is configured' : `version ${state.version} is configured now`;
  return fieldLines([
    ['created', createdAt ? `${localTime(createdAt)}, ${duration(ageSeconds ?? 0)} ago` : 'unknown'],
    ['state', view.state],
    ['made by', `${view.madeBy}${makerText(madeBy, now)}`],
    ['code', `version ${codeVersion}, ${code}${view.runtime ? `; ${view.runtime}` : ''}`],
    ['hold', holdLine(view, now)],
    ['suspect', view.suspect ? `${suspectText(view)}: ${view.suspect.why}` : suspectText(view)],
    ['proven', provenText(view, now)],
    ['restores', restoresText(restores, now)],
    ...(view.missingInputSeconds === null ? [] : [['source', beyondText(view.missingInputSeconds)] as const]),
    ['retention', staysText(view, now)],
  ]);
}

function makerText(row: AuditRow | null | undefined, now: Date): string {
  if (row === undefined) return '; its run is unknown';
  if (row === null) return '; the audit has no run of it';
  const message = row.message ? `: ${row.message}` : '';
  return `; ${whatHappened({ ...row, outcome: wordOf(row, now) })} ${shortTime(row.time, now)}, ${detailsOf(row)}${message}`;
}

function holdLine(view: SnapshotView, now: Date): string {
  const first = view.holds?.[0];
  return first ? `${holdText(view, now)}: ${first.why}` : holdText(view, now);
}

function restoresText(restores: readonly AuditRow[] | undefined, now: Date): string {
  if (restores === undefined) return 'unknown';
  if (restores.length === 0) return 'none recorded';
  const what = (row: AuditRow) => whatHappened({ ...row, outcome: wordOf(row, now) });
  return restores.map((row) => `${shortTime(row.time, now)} ${what(row)}, ${detailsOf(row)}`).join('; ');
}

/** Command that goes back to a snapshot, and the sentence around it. */
export function goBackTo(
  application: string,
  { name, state, suspect }: Pick<SnapshotView, 'name' | 'state' | 'suspect'>,
): { readonly command?: string; readonly text: string } {
  if (state !== 'READY') return { text: `Nothing can be restored from it: it is ${state}.` };
  const command = `kda restore ${application} --snapshot ${name}`;
  const warning = suspect ? ' It is suspect: that brings its state back.' : '';
  return { command, text: `To go back to it: ${command}.${warning}` };
}
