import { statusFacts } from '../../lambda-src/snapshot-manager/domain/application-status';
import { type ApplicationFacts, type ApplicationSeen, known, type Limits } from './facts';
import { type Finding, note, notRead, unknown, unsafe } from './findings';
import { lastAction, statusSince } from './past';
import { spanText, words } from './words';

/** Findings on whether the application processes at all. */
export function statusFindings(facts: ApplicationFacts, limits: Limits, now: Date): Finding[] {
  const { name, seen } = facts;
  if ('because' in seen) {
    if (seen.isMissing) {
      return [
        unsafe(words`region ${limits.region} has no application ${name}: it was deleted, or is misspelt`, 'kda doctor'),
      ];
    }
    return [notRead(seen, words`its status is unknown: ${seen.because}`)];
  }
  return [...configurationFindings(facts.name, seen.value), ...runningFindings(facts, seen.value, limits, now)];
}

function configurationFindings(name: string, { snapshotsEnabled, unmanagedMode }: ApplicationSeen): Finding[] {
  return [
    ...(snapshotsEnabled ? [] : [unsafe(words`snapshots are switched off in its configuration`, `kda why ${name}`)]),
    ...(unmanagedMode === undefined
      ? []
      : [unsafe(words`it is in snapshot mode ${unmanagedMode}, which the manager does not manage`, `kda why ${name}`)]),
  ];
}

function runningFindings(facts: ApplicationFacts, { status }: ApplicationSeen, limits: Limits, now: Date): Finding[] {
  const { kind, meaning } = statusFacts(status);
  if (kind === 'running') return [];
  if (kind === 'stopped') return [stopped(facts)];
  const past = known(facts.past);
  const since = past && statusSince(past, status);
  if (since === undefined) {
    // Only the audit knows since when.
    return past === undefined && !('isPending' in facts.past)
      ? [unknown(words`it is ${status} (${meaning}), and nobody knows since when`, `kda why ${facts.name}`)]
      : [note(words`it is ${status}: ${meaning}`)];
  }
  const minutes = (now.getTime() - since.getTime()) / 60_000;
  if (minutes < limits.passingStatusMinutes) {
    return [note(words`it is ${status} for ${spanText(since, now)}: ${meaning}`)];
  }
  return [
    unsafe(
      words`it is ${status} since ${since}, for ${spanText(since, now)}: ${meaning}; at most ${limits.passingStatusMinutes} min are usual`,
      `kda why ${facts.name}`,
    ),
  ];
}

/** A stop by a person is a reason to know, not to be quiet: only the settings say that a stop is meant to last. */
function stopped(facts: ApplicationFacts): Finding {
  const action = lastAction(known(facts.past) ?? []);
  const start = startOf(facts);
  if (action?.outcome !== 'stopped') return unsafe(words`it is stopped (READY) and processes nothing`, start);
  const why = action.why === undefined || action.why === 'stop' ? '' : `: ${action.why}`;
  return unsafe(
    words`it is stopped (READY): ${action.who ?? 'somebody'} stopped it at ${action.time}${why} (meant to last? set stoppedOnPurpose)`,
    start,
  );
}

/** Command that brings a stopped application back: none is refused by what stands. */
function startOf({ name, recovery, snapshots }: ApplicationFacts): string {
  const begun = known(recovery);
  if (begun !== undefined && !begun.hasEnded) return `kda restore --continue ${name}`;
  const list = known(snapshots);
  if (list === undefined || list.newestGood) return `kda start ${name} --latest`;
  return list.ready === 0 ? `kda start ${name} --none` : `kda snapshots ${name}`;
}
