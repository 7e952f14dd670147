import type { Activity, CommandRequest } from '../../api/activities';
import type { TroubleRequest } from '../../api/troubles';
import { change } from '../server';

/** Runs a `kda` command in the local cloud. */
export function runCommand(request: CommandRequest): Promise<Activity> {
  return change<Activity>('/api/actions/commands', request);
}

/** Begins or mends a trouble of the local cloud. */
export function actOnTrouble(id: string, act: 'begin' | 'mend', application: string | undefined): Promise<object> {
  const request: TroubleRequest = application === undefined ? {} : { application };
  return change<object>(`/api/actions/troubles/${id}/${act}`, request);
}
