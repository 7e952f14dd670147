import type { ChildProcess } from 'node:child_process';

/** Sends a signal to a process that leads a group (spawned `detached`), and to all that it started. */
export function signalGroup(leader: ChildProcess, signal: NodeJS.Signals): void {
  if (leader.pid === undefined) return;
  try {
    process.kill(-leader.pid, signal);
  } catch {
    // ESRCH: the group is gone already, which is what was asked for.
  }
}
