import { STAYS_UNPROTECTED } from './attribute-class';
import { isEmpty, isEqual } from './json';
import { isGone, type ResourceChange } from './plan';
import { look, type Rule, refusal, when } from './rule';
import { turnsOff, turnsOn, watch } from './switches';

const KEYS = ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key'] as const;
/** Default recovery days of AWS. */
const LONGEST_RECOVERY_DAYS = 35;

/** Rules on changes that would lose rows, objects, their earlier versions, or the key to read them. */
export const storageRules: readonly Rule[] = [
  { types: ['aws_dynamodb_table'], find: (change) => when(isGone(change), refusal('table-destroyed')) },
  {
    types: ['aws_dynamodb_table'],
    find: (change) => {
      const recovery = watch(change, 'point_in_time_recovery', 'enabled');
      return when(!isGone(change) && stays(change) && turnsOff(recovery), refusal('recovery-off', [recovery]));
    },
  },
  {
    types: ['aws_dynamodb_table'],
    find: (change) => {
      if (change.action !== 'update') return [];
      const lives = watch(change, 'ttl', 'enabled');
      const expiresBy = watch(change, 'ttl', 'attribute_name');
      const days = watch(change, 'point_in_time_recovery', 'recovery_period_in_days');
      const [before, after] = [Number(days.old ?? 0), Number(days.now ?? 0)];
      const isAnother = lives.now === true && !isEmpty(expiresBy.old) && !isEqual(expiresBy.old, expiresBy.now);
      const earlier = before || LONGEST_RECOVERY_DAYS;
      const isOn = watch(change, 'point_in_time_recovery', 'enabled').old === true;
      return [
        ...when(turnsOn(lives) || isAnother, look(ROWS_EXPIRE)),
        ...when(
          isOn && after > 0 && after < earlier,
          look(`The table can be restored only to the last ${after} days, not ${earlier}.`),
        ),
        ...when(turnsOff(watch(change, 'deletion_protection_enabled')), look(UNPROTECTED)),
      ];
    },
  },
  { types: ['aws_s3_bucket'], find: (change) => when(isGone(change), refusal('bucket-destroyed')) },
  {
    types: ['aws_s3_bucket'],
    find: (change) => {
      const versioning = watch(change, 'versioning', 'enabled');
      // AWS computes the block if versioning is a separate resource, so an unknown value means nothing.
      const isOff = change.action === 'update' && !versioning.isUnknown && turnsOff(versioning);
      return when(isOff, refusal('versioning-off', [versioning]));
    },
  },
  {
    types: ['aws_s3_bucket_versioning'],
    find: (change, all) => {
      const status = watch(change, 'versioning_configuration', 'status');
      if (status.old !== 'Enabled') return [];
      const bucket = watch(change, 'bucket');
      const isForAnother = change.action === 'replace' && (bucket.isUnknown || !isEqual(bucket.old, bucket.now));
      if (change.action === 'destroy' || isForAnother) {
        // The provider then suspends versioning. If the bucket is deleted as well, that is the refusal.
        const goesToo = all.some(
          (other) => other.type === 'aws_s3_bucket' && isGone(other) && isEqual(watch(other, 'bucket').old, bucket.old),
        );
        return when(!goesToo, refusal('versioning-off', isForAnother ? [bucket] : [status]));
      }
      return when(stays(change) && turnsOff(status, 'Enabled'), refusal('versioning-off', [status]));
    },
  },
  { types: KEYS, find: (change) => when(isGone(change), refusal('key-destroyed')) },
  {
    types: KEYS,
    find: (change) => {
      const enabled = watch(change, change.type === 'aws_kms_key' ? 'is_enabled' : 'enabled');
      return when(change.action === 'update' && turnsOff(enabled), refusal('key-destroyed', [enabled], DISABLED));
    },
  },
  {
    types: ['aws_dynamodb_table', 'aws_s3_bucket', ...KEYS],
    find: (change) => when(change.action === 'forget', look(STAYS_UNPROTECTED)),
  },
];

const ROWS_EXPIRE = 'The table’s time to live is turned on, or uses another attribute. Expired rows are deleted.';
const UNPROTECTED = 'The table’s deletion protection is turned off. The next plan can destroy the table.';
const DISABLED = 'The key is disabled. Data that it encrypted can be read again once it is enabled.';

function stays({ action }: ResourceChange): boolean {
  return action === 'update' || action === 'import' || action === 'replace';
}
