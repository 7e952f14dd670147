import type { CommandRequest } from '../../api/activities';
import type { StepId } from './tour-world';

/** A step in words: what is done and why, and where the page shows it. */
export interface StepText {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  /** Label of the one button. */
  readonly button: string;
  /** Commands whose newest run belongs to the step. */
  readonly commands: readonly CommandRequest['command'][];
  readonly see: { readonly hash: string; readonly text: string };
}

export const STEP_TEXTS: Readonly<Record<StepId, StepText>> = {
  snapshot: {
    title: 'Snapshot',
    what: 'The snapshot manager takes a snapshot of the running job, as the schedule does every ten minutes.',
    why: 'It is the state to which you will go back.',
    button: 'Take a snapshot',
    commands: ['snapshot', 'start'],
    see: { hash: '#/', text: 'See it: the age is 0 min, the quota is one more, and the time line has a new point' },
  },
  break: {
    title: 'Break',
    what: 'A bad release runs for some seconds: it adds a million for each user that it counts.',
    why: 'Snapshots go on and no alarm fires, because no alarm can know that a number is wrong. This is the worst kind of trouble.',
    button: 'Corrupt the state',
    commands: [],
    see: { hash: '#/', text: 'See it: the page still says safe' },
  },
  see: {
    title: 'See',
    what: 'kda status says safe, but the log of the job shows that the amount of users jumps.',
    why: 'Somebody sees a wrong number; the log shows since when.',
    button: 'Look at status and log',
    commands: ['status'],
    see: { hash: '#/runs', text: 'See it: runs and logs, the log “Users”' },
  },
  'go-back': {
    title: 'Go back by time',
    what: 'Choose a time before the jump. The newest trusted snapshot of that time or before is restored. Newer snapshots become suspect, so that nothing restores them by mistake.',
    why: 'You need no name of a snapshot, only the time.',
    button: 'Go back',
    commands: ['restore', 'continue-restore'],
    see: { hash: '#/', text: 'See it: the arrow on the time line, from the snapshot to now' },
  },
  prove: {
    title: 'Prove',
    what: 'kda verify watches the job: tasks running, no restarts, a completed checkpoint. In the log the amount of users goes on from that of the snapshot.',
    why: 'A job that crashes and restarts is RUNNING, too, so the status of the service proves nothing.',
    button: 'Prove it',
    commands: ['verify'],
    see: { hash: '#/', text: 'See it: “proven” has the time of the restore' },
  },
  'clean-up': {
    title: 'Clean up',
    what: 'The restore put its snapshot on hold for 7 days. Release it, and the retention decides about it again.',
    why: 'Restores pass suspect snapshots over; those of the schedule are deleted 14 days after they were marked.',
    button: 'Release the hold',
    commands: ['release'],
    see: { hash: '#/runs', text: 'See it: the audit has a row for each step' },
  },
};
