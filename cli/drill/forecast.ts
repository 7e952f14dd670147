import type { DrillRequest } from '../../lambda-src/contract';
import { openWindow, refusedByRules } from '../../lambda-src/snapshot-manager/domain/drill/admission';
import { type DrillConsent, parseDrillConsent } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { Proof } from '../../lambda-src/snapshot-manager/domain/proofs';
import { notManagedText } from '../../lambda-src/snapshot-manager/domain/texts';
import type { DeployedApplication, Deployment } from '../deployment';
import { entryOf } from '../views/read-history';

/** Settings of the deployment and clock, by which a drill is judged before the manager is asked. */
export type DrillSettings = Pick<Deployment, 'applications' | 'usualSnapshotSeconds'>;

/** Consent of an application's settings, as the manager reads it. */
export function consentOf(deployment: DrillSettings, application: string): DrillConsent | undefined {
  const entry = entryOf(deployment, application);
  if (!entry?.drill) return undefined;
  const { usualSnapshotSeconds = deployment.usualSnapshotSeconds } = entry;
  return parseDrillConsent({ ...entry.drill, usualSnapshotSeconds });
}

/**
 * Sentence on why the manager would refuse the drill now, by its own rules; undefined: settings and clock allow it. The
 * manager looks at more: the application, its snapshots, and who else is at work.
 *
 * @param proofs those in force; undefined: not known, so the time that is left is not judged.
 */
export function refusedNow(
  { application, window }: DrillRequest,
  deployment: DrillSettings,
  proofs: readonly Proof[] | undefined,
  now: Date,
): string | undefined {
  const { applications } = deployment;
  if (entryOf(deployment, application) === undefined) {
    // Tags are not asked for: an entry that has one may select it.
    if (applications.some(({ tag }) => tag !== undefined)) return undefined;
    return notManagedText([application], applications.map(selectorText));
  }
  const asked = { application, consent: consentOf(deployment, application), window, now };
  return proofs === undefined && openWindow(asked) ? undefined : refusedByRules(asked, proofs ?? []);
}

function selectorText({ name, prefix, pattern = '' }: DeployedApplication): string {
  return name ?? (prefix === undefined ? pattern : `${prefix}*`);
}
