import type { ActionInvocation, FailedCheck, Plan } from './plan';
import type { Restart } from './restarts';
import { count, LISTS_EACH, shortCode } from './text';

/** Longest list of lines with all details, and with places only. */
const MOST_IN_FULL = 100;
const MOST_PLACES = 300;

/** Note about one place. */
interface Note {
  readonly place: string;
  /** Markdown after the place. */
  readonly text: string;
}

/** Sections on the effects on running jobs, from the fullest variant to the least. */
export function restartsSections(restarts: readonly Restart[]): string[] {
  const notes = restarts.map(({ stack, address, text }) => ({ place: placeOf(address, stack), text }));
  return sections('What happens to the jobs', notes, `${count(notes.length, 'job', 'jobs')} of these plans`);
}

/** Sections on conditions that do not hold, from the fullest variant to the least. */
export function checksSections(plans: readonly Plan[]): string[] {
  const notes = plans.flatMap(({ stack, failedChecks }) =>
    failedChecks.map((check) => ({ place: placeOf(check.address, stack), text: checkText(check) })),
  );
  return sections(
    'Checks that fail (Terraform only warns about them)',
    notes,
    count(notes.length, 'check fails', 'checks fail'),
  );
}

/** Sections on actions that the apply runs, from the fullest variant to the least. */
export function actionsSections(plans: readonly Plan[]): string[] {
  const notes = plans.flatMap(({ stack, actions }) =>
    actions.map((action) => ({ place: placeOf(action.address, stack), text: actionText(action) })),
  );
  const title = 'Actions that the apply runs (no resource change shows their effect on AWS)';
  return sections(title, notes, count(notes.length, 'action runs', 'actions run'));
}

/** Notes for a stack's own line: `1 check fails`, `2 actions run`. */
export function notesOf({ failedChecks, actions }: Plan): string[] {
  const [checks, invoked] = [failedChecks.length, actions.length];
  return [
    ...(checks > 0 ? [count(checks, 'check fails', 'checks fail')] : []),
    ...(invoked > 0 ? [count(invoked, 'action runs', 'actions run')] : []),
  ];
}

function checkText({ status, messages }: FailedCheck): string {
  if (status === 'error') return 'could not be evaluated.';
  const said = messages.map((message) => shortCode(message, 500)).join(', ');
  return said === '' ? 'fails.' : `fails: ${said}`;
}

function actionText({ trigger }: ActionInvocation): string {
  return `runs: ${trigger === undefined ? 'requested with `-invoke`' : shortCode(trigger, 300)}.`;
}

function placeOf(address: string, stack: string): string {
  return `${shortCode(address)} in ${shortCode(stack)}`;
}

function sections(title: string, notes: readonly Note[], least: string): string[] {
  if (notes.length === 0) return [''];
  const full = notes.map(({ place, text }) => `- ${place} ${text}`);
  const places = notes.map(({ place }) => `- ${place}`);
  const variants = [
    ...(notes.length <= MOST_IN_FULL ? [full] : []),
    ...(notes.length <= MOST_PLACES ? [places] : []),
    [`${least}. ${LISTS_EACH}`],
  ];
  return variants.map((lines) => `**${title}**\n\n${lines.join('\n')}\n`);
}
