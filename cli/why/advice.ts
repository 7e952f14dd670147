import type { Condition } from '../../lambda-src/snapshot-manager/domain/conditions';
import { REASONS } from '../../lambda-src/snapshot-manager/domain/reasons';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';

/** Advice for a person, and the command that comes next. */
export interface Advice {
  readonly text: string;
  readonly command: string;
}

/** Next command for each condition; `from`: an option for the time shortly before the run. */
const NEXT: Readonly<Record<Condition, (application: string, from: string) => string>> = {
  well: (name) => `kda snapshots ${name}`,
  'quiet-hours': (name) => `kda snapshots ${name}`,
  'passing-status': (name, from) => `kda logs ${name} ${from}`,
  'not-running': (name) => `kda start ${name} --dry-run`,
  slow: (name, from) => `kda logs ${name} ${from}`,
  'no-time': (name) => `kda audit ${name}`,
  'unknown-status': (name) => `kda snapshots ${name}`,
  'cleaning-up': (name) => `kda retention ${name}`,
  'cleanup-incomplete': (name) => `kda retention ${name}`,
  'application-not-found': () => 'kda doctor',
  'snapshots-disabled': () => 'kda doctor',
  'enhanced-snapshots': () => 'kda doctor',
  'operation-refused': () => 'kda doctor',
  'quota-reached': (name) => `kda retention ${name}`,
  'calls-failing': () => 'kda doctor',
  'snapshots-failing': (name, from) => `kda logs ${name} ${from}`,
  'manager-failing': (name, from) => `kda logs ${name} ${from}`,
  'of-another-version': (name) => `kda audit ${name}`,
};

const BEFORE_MS = 5 * 60_000;

/** Advice about a run, by its reason. */
export function adviceAbout(run: RunRecord, condition: Condition | undefined): Advice {
  const from = `--from ${new Date(run.eventTime.getTime() - BEFORE_MS).toISOString().replace(/:\d\d\.\d+Z$/, 'Z')}`;
  if (condition === undefined) {
    return { text: 'The run has not ended yet: look again in a minute.', command: `kda why ${run.application}` };
  }
  const died =
    'The run ended without a result. Check the log of the snapshot manager for a crash, a time-out or too little memory.';
  const unknown = 'Another version of the snapshot manager wrote this run. Its message is all that is known here.';
  const text = run.reason === undefined ? (run.state === 'started' ? died : unknown) : REASONS[run.reason].advice;
  return { text, command: NEXT[condition](run.application, from) };
}
