import { partitionOf } from '../../tools/partition';
import { policyPartition } from '../schema/security-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

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
