import { partitionOf } from '../../tools/partition';
import { keyPlace, policyPartition, writtenKeys } from '../schema/security-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Existing keys outside the deployment's region: AWS uses a key only in its own region. */
export function keyProblems({ region, security }: Pick<Settings, 'region' | 'security'>): Problem[] {
  const here = `of region ${region} in partition ${partitionOf(region)}`;
  return writtenKeys(security).flatMap(({ path, choice }) => {
    const place = keyPlace(choice);
    if (place === undefined || (place.region === region && place.partition === partitionOf(region))) return [];
    return [
      {
        path,
        is: `is ${JSON.stringify(choice)}`,
        expected: `a key ${here}, where everything is deployed`,
        remedy: 'Name a key of that region (a multi-Region key has its own ARN in each region).',
      },
    ];
  });
}

/** Permissions boundary in another partition than the deployment: IAM would refuse every role. */
export function boundaryProblems({ region, security }: Pick<Settings, 'region' | 'security'>): Problem[] {
  const { permissionsBoundaryArn: arn } = security;
  if (arn === undefined || policyPartition(arn) === partitionOf(region)) return [];
  return [
    {
      path: 'security.permissionsBoundaryArn',
      is: `is ${JSON.stringify(arn)}`,
      expected: `a policy of partition ${partitionOf(region)}, where region ${region} is`,
      remedy: 'Name a policy of the account that you deploy to.',
    },
  ];
}
