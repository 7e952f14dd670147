import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import { scanException } from '../shared/scan-exceptions';
import { type EncryptionKeyProps, encryptionKeyArn } from './encryption-key';

export interface LogGroupProps extends Pick<EncryptionKeyProps, 'account' | 'settings' | 'what'> {
  readonly name: string;
  readonly retentionDays: number;
}

/** Days that auditors expect log lines to be kept. */
const YEAR_DAYS = 365;

/** Log group with a retention period, encrypted with the key of the settings. */
export function encryptedLogGroup(
  scope: Construct,
  { account, settings, what, name, retentionDays }: LogGroupProps,
): CloudwatchLogGroup {
  const kmsKeyId = encryptionKeyArn(scope, 'log-key', {
    account,
    settings,
    use: 'logs',
    what,
    description: `Log group ${name}`,
    logGroup: name,
  });
  const logGroup = new CloudwatchLogGroup(scope, 'log-group', { name, retentionInDays: retentionDays, kmsKeyId });
  if (kmsKeyId === undefined) {
    scanException(
      logGroup,
      'CKV_AWS_158',
      'CloudWatch Logs encrypts it under its own key; security.keys gives it a key of your own.',
    );
  }
  if (retentionDays < YEAR_DAYS) {
    scanException(logGroup, 'CKV_AWS_338', 'The settings set a shorter retention (logRetentionDays).');
  }
  return logGroup;
}
