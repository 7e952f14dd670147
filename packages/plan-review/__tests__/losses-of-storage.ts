import { change, destroy, type Losses, update } from './plan-of';

export const TABLE = 'aws_dynamodb_table';
export const recovery = (enabled: boolean) => ({ point_in_time_recovery: [{ enabled }] });
const versioned = (status: string) => ({ bucket: 'state', versioning_configuration: [{ status }] });

/** Changes of storage that must be refused for a kind, and similar ones that must not. */
export const lossesOfStorage: Losses = {
  'table-destroyed': {
    fires: {
      destroyed: destroy(TABLE),
      replaced: change(TABLE, { action: 'replace', createFirst: true }),
    },
    spares: {
      updated: update(TABLE, { billing_mode: 'PROVISIONED' }, { billing_mode: 'PAY_PER_REQUEST' }),
      'an item destroyed': destroy('aws_dynamodb_table_item'),
    },
  },
  'recovery-off': {
    fires: {
      'true to false': update(TABLE, recovery(true), recovery(false)),
      'block removed': update(TABLE, recovery(true), { point_in_time_recovery: [] }),
      'known only after apply': update(TABLE, recovery(true), recovery(true), {
        unknown: { point_in_time_recovery: true },
      }),
    },
    spares: {
      'turned on': update(TABLE, recovery(false), recovery(true)),
      'on all along': update(TABLE, { ...recovery(true), name: 'a' }, { ...recovery(true), name: 'a' }),
    },
  },
  'bucket-destroyed': {
    fires: {
      destroyed: destroy('aws_s3_bucket'),
      replaced: change('aws_s3_bucket', { action: 'replace' }),
    },
    spares: {
      'an object destroyed': destroy('aws_s3_object'),
      'tags updated': update('aws_s3_bucket', { tags: {} }, { tags: { a: 'b' } }),
    },
  },
  'versioning-off': {
    fires: {
      suspended: update('aws_s3_bucket_versioning', versioned('Enabled'), versioned('Suspended')),
      removed: destroy('aws_s3_bucket_versioning', versioned('Enabled')),
      'known only after apply': update('aws_s3_bucket_versioning', versioned('Enabled'), versioned('Enabled'), {
        unknown: { versioning_configuration: [{ status: true }] },
      }),
      'by the block of the bucket itself': update(
        'aws_s3_bucket',
        { versioning: [{ enabled: true }] },
        { versioning: [{ enabled: false }] },
      ),
      'removed while another bucket goes': [
        destroy('aws_s3_bucket_versioning', versioned('Enabled')),
        destroy('aws_s3_bucket', { bucket: 'other' }),
      ],
    },
    spares: {
      'turned on': update('aws_s3_bucket_versioning', versioned('Suspended'), versioned('Enabled')),
      'gone with its bucket, which is refused': [
        destroy('aws_s3_bucket_versioning', versioned('Enabled')),
        destroy('aws_s3_bucket', { bucket: 'state' }),
      ],
      'computed by AWS, in the bucket': update(
        'aws_s3_bucket',
        { versioning: [{ enabled: true }] },
        {},
        { unknown: { versioning: true } },
      ),
    },
  },
  'key-destroyed': {
    fires: {
      destroyed: destroy('aws_kms_key'),
      replaced: change('aws_kms_key', { action: 'replace' }),
    },
    spares: {
      'an alias destroyed': destroy('aws_kms_alias'),
    },
  },
};
