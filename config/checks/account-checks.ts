import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/**
 * ARNs of another account where only the deployment's account is allowed: permissions boundary and imports. Keys, pager
 * topics and resources of the job may belong to another account, whose owner grants the rights.
 */
export function accountProblems({
  accountId,
  security,
  import: taken,
}: Pick<Settings, 'accountId' | 'security' | 'import'>): Problem[] {
  const named = [
    { path: 'accountId', value: accountId, account: accountId },
    ...[
      { path: 'security.permissionsBoundaryArn', value: security.permissionsBoundaryArn },
      { path: 'import.applicationArn', value: taken.applicationArn },
      { path: 'import.topicArn', value: taken.topicArn },
    ].map(({ path, value }) => ({ path, value, account: value?.split(':')[4] })),
  ].filter(({ account }) => account !== undefined && account !== OF_AWS);
  const [first, ...others] = named;
  return others.flatMap(({ path, value, account }) => {
    if (first === undefined || account === first.account) return [];
    return [
      {
        path,
        is: `is ${JSON.stringify(value)}, of the account ${account}`,
        expected: `an ARN of the account ${first.account}, which is that of ${first.path}`,
        remedy: `A deployment has one account. Correct the ARN, or ${first.path}.`,
      },
    ];
  });
}

/** Account part in the ARN of an AWS managed policy. */
const OF_AWS = 'aws';
