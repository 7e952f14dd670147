import type { Activity, CommandRequest } from '../../api/activities';
import { change } from '../server';

/** Runs a `kda` command in the local cloud. */
export function runCommand(request: CommandRequest): Promise<Activity> {
  return change<Activity>('/api/actions/commands', request);
}

/** Begins or mends a trouble of the local cloud. */
export function actOnTrouble(id: string, act: 'begin' | 'mend', application: string | undefined): Promise<object> {
  return change<object>(`/api/actions/troubles/${id}/${act}`, application === undefined ? {} : { application });
}
