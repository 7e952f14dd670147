import { partitionOf } from '../stacks/partition';
import type { Problem } from './problems';
import { keyPlace, writtenKeys } from './security-settings';
import type { Settings } from './settings';

/** Existing keys that can't be used where the deployment is: AWS uses a key only in its own region. */
export function keyProblems({ region, security }: Pick<Settings, 'region' | 'security'>): Problem[] {
  const here = `of region ${region} in partition ${partitionOf(region)}`;
  return writtenKeys(security).flatMap(({ path, choice }) => {
    const place = keyPlace(choice);
    if (place === undefined || (place.region === region && place.partition === partitionOf(region))) return [];
    return [
      {
        path,
        is: `is ${JSON.stringify(choice)}`,
        expected: `a key ${here}, where the setting region puts everything`,
        remedy: 'Name a key that is there (a multi-Region key has an ARN of its own in each region).',
      },
    ];
  });
}
