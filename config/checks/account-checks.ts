import type { Problem } from '../problems';
import type { Settings } from '../settings';

/**
 * ARNs of another account than the deployment's, where only the deployment's own can be used: IAM takes no boundary of
 * another account, and nothing can be taken over from one. Keys, topics of pagers and resources of the job may be those
 * of another account, whose owner gives the rights.
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
        remedy: `A deployment is of one account: correct the ARN, or ${first.path}.`,
      },
    ];
  });
}

/** Stands for the account in the ARN of a policy that AWS manages. */
const OF_AWS = 'aws';
