import type { Activities, Activity } from '../../api/activities';
import type { StatusReading } from '../../api/common';
import type { HistoryDocument, SnapshotsDocument } from '../../api/runs';
import type { Trouble } from '../../api/troubles';
import { useDocument } from '../use-document';
import { situationIn } from './situation-in';
import type { TourWorld } from './tour-world';

/** Trouble of the tour. */
export const CORRUPT = 'corrupt';

interface Seen {
  readonly application: string;
  readonly status: StatusReading | undefined;
  readonly troubles: readonly Trouble[];
  readonly activities: readonly Activity[];
}

/** Reads what says how far the tour of an application is; undefined until the audit and the snapshots were read. */
export function useTourWorld({ application, status, troubles, activities }: Seen): {
  readonly world: TourWorld | undefined;
  readonly problem: string | undefined;
} {
  const ours = activities.filter((each) => each.application === application);
  const corrupt = troubles.find(({ id }) => id === CORRUPT);
  const trouble = corrupt && situationIn(corrupt, application);
  // What a command or a trouble changed is read at its end, whatever else is read by then.
  const version = `${ours.filter(({ endedAt }) => endedAt !== null).length} ${trouble?.state}`;
  const path = encodeURIComponent(application);
  const history = useDocument<HistoryDocument>(`/api/history/${path}`, 'runs', version);
  const list = useDocument<SnapshotsDocument>(`/api/snapshots/${path}`, 'runs', version);
  const problem = history.problem ?? list.problem;
  if (history.document === undefined || list.document === undefined) return { world: undefined, problem };
  const found = status?.document?.applications.find(({ name }) => name === application);
  const { rows } = history.document;
  const { snapshots } = list.document;
  return { world: { status: found?.status ?? null, rows, snapshots, trouble, activities: ours }, problem };
}

/** Commands that were run from the page, newest first. */
export function useActivities(): readonly Activity[] {
  return useDocument<Activities>('/api/activities', 'activities').document?.activities ?? [];
}
