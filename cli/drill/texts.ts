import type { DrillRequest } from '../../lambda-src/contract';
import { windowText } from '../../lambda-src/snapshot-manager/domain/drill/admission';
import { type DrillConsent, parseDrillWindow } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { DrillDocument } from '../documents/drill';
import { duration } from '../times';

/**
 * Text shown before a drill in place: what will happen, for how long it needs room, and the way back.
 *
 * @param consent of the settings; undefined: none, or they do not select the application.
 * @param neededSeconds seconds for which its window must have room.
 */
export function planOfDrill(
  { application, drill, who, why, window }: DrillRequest,
  consent: DrillConsent | undefined,
  neededSeconds: number,
): string {
  const asked = window === undefined ? consent?.window : parseDrillWindow(window);
  const open = asked === undefined ? '' : ` in the window ${windowText(asked)}`;
  return [
    `Drill of ${application} in place, by ${who}: ${why}`,
    '  1. Deletions are frozen, and a snapshot is taken: the way back.',
    `  2. ${application} stops; the service takes a snapshot of the stop.`,
    '  3. It starts from the snapshot of its stop: nothing is lost, and nothing is processed twice.',
    '  4. The start is proven: all tasks run, restarts do not rise, a new snapshot is READY.',
    '  5. Freeze and holds end, and the audit table gets a row.',
    `From step 2 until it runs again ${application} processes nothing. All of it needs room for ${neededSeconds} s${open}.`,
    `The way back: if the state of the stop does not work, ${application} starts from the snapshot of step 1, and the drill has failed.`,
    `Runs of the schedule are skipped meanwhile; kda restore ${application} goes first at any time. Drill ${drill}.`,
  ].join('\n');
}

/** Last lines of a drill in place. */
export function resultOfDrill({ application, verdict, snapshot, seconds, proof, message }: DrillDocument): string {
  const from = snapshot === null ? '' : ` from ${snapshot}`;
  const time = seconds === null ? '' : ` in ${duration(seconds)}`;
  const lines = [`${verdict}: ${application}${from}${time}`];
  lines.push(...(proof.length > 0 ? proof.map((fact) => `  ${fact}`) : [`  ${message}`]));
  return [...lines, `Next: kda history ${application} --outcome drilled`].join('\n');
}
