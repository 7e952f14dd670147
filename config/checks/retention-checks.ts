import {
  parseRetentionPolicy,
  RETENTION_SPANS,
} from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { type Cadence, cadenceOf, everyText } from '../model/schedules';
import { steadyState } from '../model/steady-state';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Most months without years: a larger number such as `30m` probably means minutes. */
const MOST_MONTHS_ALONE = 12;

type Retention = Settings['snapshots']['retention'];

/**
 * Retentions that are probably not meant: months that look like minutes, a cap below the snapshots that the rules keep.
 */
export function retentionProblems(
  { snapshots }: Pick<Settings, 'snapshots'>,
  entries: readonly ApplicationEntry[],
): Problem[] {
  const { retention, scheduleEnabled } = snapshots;
  const ofEntries = entries.flatMap((entry, index) => {
    const cadences = [cadenceOf(entry, snapshots)];
    return entry.retention
      ? [{ path: `snapshots.applications[${index}].retention`, written: entry.retention, cadences }]
      : [];
  });
  const ofAll = entries.flatMap((entry) => (entry.retention ? [] : [cadenceOf(entry, snapshots)]));
  const cadences = ofAll.length > 0 ? ofAll : [cadenceOf({}, snapshots)];
  return [{ path: 'snapshots.retention', written: retention, cadences }, ...ofEntries].flatMap(
    ({ path, written, cadences }) => [
      ...monthsLikeMinutes(path, written),
      ...(scheduleEnabled
        ? distinct(cadences)
            .flatMap((cadence) => cutByItsCap(path, written, cadence))
            .slice(0, 1)
        : []),
    ],
  );
}

function distinct(cadences: readonly Cadence[]): Cadence[] {
  return [...new Map(cadences.map((cadence) => [JSON.stringify(cadence), cadence])).values()];
}

function monthsLikeMinutes(path: string, retention: Retention): Problem[] {
  return ([...RETENTION_SPANS, 'keepFailed'] as const).flatMap((rule): Problem[] => {
    const months = Number(/^(\d+)m$/.exec(retention[rule] ?? '')?.[1] ?? 0);
    if (months <= MOST_MONTHS_ALONE) return [];
    const years = Math.floor(months / 12);
    const inYears = `${years}y${months % 12 === 0 ? '' : `${months % 12}m`}`;
    return [
      {
        path: `${path}.${rule}`,
        is: `is ${JSON.stringify(retention[rule])}, which are ${months} months`,
        expected: `years and months, "${inYears}", or hours such as "1h"`,
        remedy: 'm stands for months; the shortest unit is an hour. Write the duration that you mean.',
      },
    ];
  });
}

/** Cap below what the rules keep: it deletes the oldest first, so it always cuts the rules that reach back furthest. */
function cutByItsCap(path: string, retention: Retention, cadence: Cadence): Problem[] {
  const { keepAtMost: cap, ...rules } = retention;
  if (cap === undefined || rules.deleteSurplus === false) return [];
  const { kept, isSteady } = steadyState(parseRetentionPolicy(rules), cadence, 10 * cap);
  // For a rule without an end the cap is the intended limit.
  if (!isSteady || kept <= cap) return [];
  return [
    {
      path: `${path}.keepAtMost`,
      is: `is ${cap}`,
      expected: `at least ${kept}, which the rules keep with a snapshot every ${everyText(cadence)}`,
      remedy:
        'The cap deletes the oldest first, so the rules that reach back furthest would never be met. Increase keepAtMost, or lower the rules.',
    },
  ];
}
