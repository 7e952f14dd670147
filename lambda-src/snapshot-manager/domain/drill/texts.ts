import type { DrillVerdict } from '../../../contract';
import { type Notification, subjectOf } from '../messages';
import { nextLine } from '../next-command';
import { headline, REASONS, type Reason } from '../reasons';
import type { RunRecord } from '../record';
import { stopAfter } from '../texts';
import type { Drill, DrillOutcome, DrillStep } from './drill';
import { DRILL_WORDS } from './drill-words';

export const REASON_OF_VERDICT: Readonly<Record<DrillVerdict, Reason>> = {
  proven: 'drill-proven',
  'not-proven': 'drill-not-proven',
  'started-not-proven': 'drill-not-judged',
  refused: 'drill-refused',
  'given-up': 'drill-gave-way',
};

const WORDS: Readonly<Record<DrillStep, string>> = {
  check: 'Waiting for a run of the application to end.',
  freeze: 'Deletions are being frozen.',
  snapshot: 'The snapshot of before, the way back, is being taken.',
  stop: 'The application is stopping with a snapshot of the service.',
  start: 'The application is starting from the snapshot of its stop.',
  prove: 'The start is being proven.',
  'stop-again': 'The application is being stopped by force, because its state did not work.',
  'start-before': 'The application is starting from the snapshot of before.',
  'prove-before': 'The start from the snapshot of before is being proven.',
  release: 'Freeze and holds of the drill are being released.',
  record: 'The result is being recorded.',
  tell: 'The result is being reported.',
};

/** Sentence about the step that comes next. */
export function stepText(step: DrillStep): string {
  return WORDS[step];
}

/** Sentences behind the headline of a drill's record. */
export function detailOfDrill(outcome: DrillOutcome, seconds: number | undefined, application: string): string {
  const { verdict, because, isRunning, doubt, fault, isStateUnclear, startFrom } = outcome;
  const text = because.join(verdict === 'proven' ? '; ' : ' ');
  const told = text === '' ? '' : `${text}${stopAfter(text)}`;
  const isBlamed = verdict === 'not-proven' && !fault && !isStateUnclear;
  const facts = isBlamed ? `Its state did not work. ${told}`.trim() : told;
  if (verdict === 'proven') {
    if (seconds === undefined)
      return `${facts} How long it took was not measured: for some time nobody drove the drill.`;
    return `${facts} It took ${seconds} s from the stop to the proof.`;
  }
  if (verdict !== 'not-proven') return facts;
  if (doubt === 'broken') {
    return `${facts} The application was started, but its job does not work: kda restore ${application} --before TIME.`;
  }
  if (doubt === 'not-seen') return `${facts} The application was started again, but not all could be seen.`;
  if (startFrom !== undefined) {
    return `${facts} The application does not run: kda start ${application} --snapshot ${startFrom}.`;
  }
  return isRunning
    ? `${facts} The application runs again.`
    : `${facts} The application does not run: kda restore ${application} --before TIME, or kda start ${application} --snapshot NAME.`;
}

/** Mail about a drill that failed, or about any where the policy sends every result. */
export function drillMail(
  record: RunRecord,
  { verdict, isRunning, doubt, startFrom }: DrillOutcome,
  { deployment, isAfterFailure = false }: { readonly deployment: string; readonly isAfterFailure?: boolean },
): Notification {
  const { application, reason = 'drill-not-proven', eventId } = record;
  const isDown = verdict === 'not-proven' && (!isRunning || doubt === 'broken');
  const paragraphs = [
    record.message ?? headline(record),
    `Requested with this reason: ${record.requestReason ?? ''}`,
    `What to do: ${isDown ? downAdvice(application, startFrom) : REASONS[reason].advice}`,
    `Application ${application}, drill ${eventId}, requested by ${record.drill?.who ?? ''}.`,
    nextLine(isDown ? `kda snapshots ${application}` : `kda history ${application} --outcome drilled`),
  ];
  const state = isRunning ? 'job not working' : 'not running';
  const again = verdict === 'proven' && isAfterFailure ? ' again' : '';
  const words = isDown ? `${DRILL_WORDS[verdict]}, ${state}` : `${DRILL_WORDS[verdict]}${again}`;
  return { subject: subjectOf(deployment, words, application), body: `${paragraphs.join('\n\n')}\n` };
}

function downAdvice(application: string, startFrom: string | undefined): string {
  const back = 'Bring the application back now.';
  return startFrom === undefined
    ? `${back} kda snapshots ${application} lists its snapshots; kda restore ${application} --snapshot NAME starts from one.`
    : `${back} Its state is not at fault: kda start ${application} --snapshot ${startFrom}.`;
}

/** Answer to a drill that has ended. */
export function endedText(drill: Drill): string {
  const { outcome, seconds, plan } = drill;
  if (!outcome) return 'The drill has ended.';
  const record = { application: plan.application, eventTime: plan.begunAt, reason: REASON_OF_VERDICT[outcome.verdict] };
  return headline(record, detailOfDrill(outcome, seconds, plan.application));
}
