import { isEqual } from './json';
import { isGone, type ResourceChange } from './plan';
import { type Rule, refusal } from './rule';
import { turnsOff, watch } from './switches';

/** What would take rows, objects, their earlier versions, or the key that they are read with. */
export const storageRules: readonly Rule[] = [
  { types: ['aws_dynamodb_table'], find: (change) => (isGone(change) ? [refusal('table-destroyed')] : []) },
  {
    types: ['aws_dynamodb_table'],
    find: (change) => {
      const recovery = watch(change, 'point_in_time_recovery', 'enabled');
      return !isGone(change) && stays(change) && turnsOff(recovery) ? [refusal('recovery-off', [recovery])] : [];
    },
  },
  { types: ['aws_s3_bucket'], find: (change) => (isGone(change) ? [refusal('bucket-destroyed')] : []) },
  {
    types: ['aws_s3_bucket'],
    find: (change) => {
      const versioning = watch(change, 'versioning', 'enabled');
      // The block is computed where versioning is a resource of its own: then unknown says nothing.
      return change.action === 'update' && !versioning.isUnknown && turnsOff(versioning)
        ? [refusal('versioning-off', [versioning])]
        : [];
    },
  },
  {
    types: ['aws_s3_bucket_versioning'],
    find: (change, all) => {
      const status = watch(change, 'versioning_configuration', 'status');
      if (status.old !== 'Enabled') return [];
      if (change.action === 'destroy') {
        // The provider suspends versioning then; where the bucket goes too, that is what is refused.
        const bucket = watch(change, 'bucket').old;
        const goesToo = all.some(
          (other) => other.type === 'aws_s3_bucket' && isGone(other) && isEqual(watch(other, 'bucket').old, bucket),
        );
        return goesToo ? [] : [refusal('versioning-off', [status])];
      }
      return stays(change) && turnsOff(status, 'Enabled') ? [refusal('versioning-off', [status])] : [];
    },
  },
  {
    types: ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key'],
    find: (change) => (isGone(change) ? [refusal('key-destroyed')] : []),
  },
  {
    types: ['aws_dynamodb_table', 'aws_s3_bucket', 'aws_kms_key'],
    find: (change) =>
      change.action === 'forget'
        ? [
            {
              text: 'Terraform forgets it: it stays in AWS, and nothing in this project guards or changes it any more.',
            },
          ]
        : [],
  },
];

function stays({ action }: ResourceChange): boolean {
  return action === 'update' || action === 'import' || action === 'replace';
}
