import { keyChoice } from '../config/security-settings';
import type { Settings } from '../config/settings';
import type { Account } from './aws';
import { keyAlias, through } from './key-users';
import { ARTIFACTS_KEY } from './names';
import type { Statement } from './policy';

/** What a role needs to read encrypted objects of the artifacts bucket, through S3 alone: nothing under AWS's own key. */
export function artifactsKeyStatements(
  account: Account,
  { name, security }: Pick<Settings, 'name' | 'security'>,
): Statement[] {
  const choice = keyChoice(security, 'bucket');
  if (choice === 'aws') return [];
  const statement = { sid: 'DecryptCode', actions: ['kms:Decrypt'] };
  const throughS3 = through('s3', account.region);
  if (choice !== 'managed') return [{ ...statement, resources: [choice], conditions: throughS3 }];
  return [
    {
      ...statement,
      resources: [`arn:${account.partition}:kms:${account.region}:${account.id}:key/*`],
      wildcardReason:
        'The key is made by another stack, whose plan is not awaited: the condition on its alias makes it that one key.',
      // https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
      conditions: {
        ...throughS3,
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': keyAlias(name, ARTIFACTS_KEY) },
      },
    },
  ];
}
