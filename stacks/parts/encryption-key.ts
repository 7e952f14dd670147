import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { Construct } from 'constructs';
import { policyDocument } from '../../config/model/iam-policy';
import { keyAlias, keyPolicy } from '../../config/model/key-users';
import { type KeyUse, keyChoice } from '../../config/schema/security-settings';
import type { Settings } from '../../config/schema/settings';
import type { Account } from '../shared/deployment-stack';

export interface EncryptionKeyProps {
  readonly account: Account;
  readonly settings: Pick<Settings, 'name' | 'security'>;
  readonly use: KeyUse;
  /** Purpose in a word: the end of its alias. */
  readonly what: string;
  readonly description: string;
  /** Name of the only log group, for logs. */
  readonly logGroup?: string;
}

/** Days before a deleted key is gone: long enough to notice that it is still in use. AWS allows at least 7. */
const KEY_DELETION_DAYS = 30;

/**
 * Uses whose data outlives the resource or its key: a table's point-in-time backups (35 days, longer than the deletion
 * of a key takes), old log lines, earlier builds. Messages in queues and topic do not.
 */
const OUTLIVED: readonly KeyUse[] = ['bucket', 'tables', 'logs'];

/**
 * ARN of the key for this use: that of an existing key, or of one that is created here. `undefined`: the service's own
 * encryption.
 */
export function encryptionKeyArn(
  scope: Construct,
  id: string,
  { account, settings, use, what, description, logGroup }: EncryptionKeyProps,
): string | undefined {
  const choice = keyChoice(settings.security, use);
  if (choice === 'aws') return undefined;
  if (choice !== 'managed') return choice;
  const key = new KmsKey(scope, id, {
    description,
    enableKeyRotation: true,
    deletionWindowInDays: KEY_DELETION_DAYS,
    // Without it AWS creates the key only for somebody who may change its policy afterwards. The deployer would need that
    // right on keys without this deployment's tag, that is on all. The policy leaves all to IAM and locks nobody out.
    bypassPolicyLockoutSafetyCheck: true,
    policy: policyDocument(keyPolicy(use, account, logGroup)),
    ...(OUTLIVED.includes(use) ? { lifecycle: { preventDestroy: settings.security.preventKeyDestroy } } : {}),
  });
  new KmsAlias(scope, `${id}-alias`, { name: keyAlias(settings.name, what), targetKeyId: key.keyId });
  return key.arn;
}
