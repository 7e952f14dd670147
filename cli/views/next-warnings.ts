import { standsText } from '../recovery/texts';
import { duration } from '../times';
import { type ApplicationFacts, suspectMark } from './application-facts';
import { type NextState, newestReadyOf, type Way } from './next-state';

/** Sentences on where the ways differ, and what to do instead; empty when every start brings the same state. */
export function nextWarnings(facts: ApplicationFacts, states: readonly NextState[]): readonly string[] {
  const { application, state, areMarksKnown } = facts;
  const of = (way: Way) => states.find(({ by }) => by === way);
  const newest = newestReadyOf(facts);
  const mark = newest && suspectMark(facts, newest);
  const warnings: string[] = facts.recovery ? [standsText(facts.recovery)] : [];
  if (newest && mark) {
    const ways = [
      'the console’s Run',
      ...(of('aws-start')?.snapshot?.name === newest.name ? ['an AWS start without a choice'] : []),
    ].join(' and ');
    const instead = of('kda-start')?.snapshot;
    warnings.push(
      `The newest snapshot ${newest.name} is suspect (${mark.who}: ${mark.why}): ${ways} would bring the bad state back. ${
        instead ? `kda start ${application} takes ${instead.name}.` : 'No other one is READY and good.'
      }`,
    );
  }
  if (newest && !areMarksKnown && !mark) {
    warnings.push(`Whether ${newest.name} is suspect is not known: the marks could not be read.`);
  }
  if (!newest) {
    warnings.push('There is no READY snapshot: the console’s Run starts with empty state, and kda start refuses.');
  }
  warnings.push(...ofTheConfiguration(facts, of('aws-start')));
  const restart = of('flink-restart');
  if (restart && ['snapshot', 'empty'].includes(restart.source)) {
    warnings.push(
      `Checkpoints of ${application} are off: after every failure it starts from the state of its start, and processes all since then again. Set CheckpointingEnabled to true.`,
    );
  }
  if (!state.snapshotsEnabled && state.status !== 'READY') {
    warnings.push(
      `Snapshots of the service are disabled: a deployment, a stop or a scaling loses what was processed since the newest snapshot. Set SnapshotsEnabled of ${application} to true.`,
    );
  }
  return warnings;
}

/** Warning for an application that is configured for something else than the newest snapshot. */
function ofTheConfiguration(facts: ApplicationFacts, awsStart: NextState | undefined): readonly string[] {
  const { application, state } = facts;
  if (!awsStart || state.restoresFrom.kind === 'latest') return [];
  const start = `Use kda start ${application}, which names its snapshot.`;
  if (awsStart.source === 'empty') {
    return [`${application} is configured to skip snapshots: an AWS start without a choice is empty. ${start}`];
  }
  if (awsStart.source === 'nothing') return [`An AWS start without a choice fails: ${awsStart.because}. ${start}`];
  const newest = newestReadyOf(facts);
  const { snapshot } = awsStart;
  if (!snapshot || !newest || snapshot.name === newest.name) return [];
  const gap =
    newest.createdAt && snapshot.createdAt
      ? `, ${duration((newest.createdAt.getTime() - snapshot.createdAt.getTime()) / 1000)} before the newest one`
      : '';
  return [
    `An AWS start without a choice goes back to ${snapshot.name}${gap}: ${application} is configured for it. ${start}`,
  ];
}
