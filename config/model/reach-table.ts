import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/retention-policy';
import type { Settings } from '../settings';
import { reachText } from './reach-text';
import { steadyState } from './steady-state';

/** A deployment whose retention stands in the table. */
export interface ReachRow {
  readonly name: string;
  readonly settings: Pick<Settings, 'snapshots'>;
}

/** How far back one can go with the retention of each environment, as a Markdown table. */
export function reachTable(rows: readonly ReachRow[]): string {
  return [
    '| settings | a snapshot every | `snapshots.retention` | one can go |',
    '|---|---|---|---|',
    ...rows.map(({ name, settings: { snapshots } }) => {
      const { scheduleMinutes, retention, quota } = snapshots;
      const state = steadyState(parseRetentionPolicy(retention), scheduleMinutes, quota);
      return `| ${name} | ${scheduleMinutes} minutes | \`${JSON.stringify(retention)}\` | ${reachText(state)} |`;
    }),
    '',
  ].join('\n');
}
