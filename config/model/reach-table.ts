import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Settings } from '../schema/settings';
import { reachText } from './reach-text';
import { cadenceOf, everyText } from './schedules';
import { steadyState } from './steady-state';

/** Environment whose retention the table shows. */
export interface ReachRow {
  readonly name: string;
  readonly settings: Pick<Settings, 'snapshots'>;
}

/** Markdown table of how far back a restore can go with the retention of each environment. */
export function reachTable(rows: readonly ReachRow[]): string {
  return [
    '| settings | a snapshot every | `snapshots.retention` | one can go |',
    '|---|---|---|---|',
    ...rows.map(({ name, settings: { snapshots } }) => {
      const { retention, quota } = snapshots;
      const cadence = cadenceOf({}, snapshots);
      const state = steadyState(parseRetentionPolicy(retention), cadence, quota);
      return `| ${name} | ${everyText(cadence)} | \`${JSON.stringify(retention)}\` | ${reachText(state)} |`;
    }),
    '',
  ].join('\n');
}
