import type { DrillRequest } from '../../lambda-src/contract';
import { usualDrillMinutes } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { DeployedApplication } from '../deployment';
import type { DrillDocument } from '../documents/drill';
import { duration } from '../times';

/** Text shown before a drill in place: what will happen, how long it takes, and the way back. */
export function planOfDrill(
  { application, drill, who, why, window }: DrillRequest,
  entry: DeployedApplication | undefined,
  usualSnapshotSeconds: number,
): string {
  const consent = entry?.drill;
  const open = window ?? consent?.window;
  const minutes = usualDrillMinutes(entry?.usualSnapshotSeconds ?? usualSnapshotSeconds);
  const lines = [
    `Drill of ${application} in place, by ${who}: ${why}`,
    '  1. Deletions are frozen, and a snapshot is taken: the way back.',
    `  2. ${application} stops; the service takes a snapshot of the stop.`,
    '  3. It starts from the snapshot of its stop: nothing is lost, and nothing is processed twice.',
    '  4. The start is proven: all tasks run, restarts do not rise, a new snapshot is READY.',
    '  5. Freeze and holds end, and the audit table gets a row.',
    `From step 2 until it runs again ${application} processes nothing. All of it must fit into ${minutes} minutes${open === undefined ? '' : ` of the window ${open} UTC`}.`,
    `The way back: if the state of the stop does not work, ${application} starts from the snapshot of step 1, and the drill has failed.`,
    `Runs of the schedule are skipped meanwhile; kda restore ${application} goes first at any time. Drill ${drill}.`,
  ];
  if (consent) return lines.join('\n');
  const missing = `Warning: the settings have no consent, so the manager refuses it. Add "drill": {"window": "04:00-04:30"} to the entry of ${application} under snapshots.applications, and deploy.`;
  return [...lines, missing].join('\n');
}

/** Last lines of a drill in place. */
export function resultOfDrill({ application, verdict, snapshot, seconds, proof, message }: DrillDocument): string {
  const from = snapshot === null ? '' : ` from ${snapshot}`;
  const time = seconds === null ? '' : ` in ${duration(seconds)}`;
  const lines = [`${verdict}: ${application}${from}${time}`];
  lines.push(...(proof.length > 0 ? proof.map((fact) => `  ${fact}`) : [`  ${message}`]));
  return [...lines, `Next: kda history ${application} --outcome drilled`].join('\n');
}
