import {
  harmless,
  judged,
  judgedByValue,
  look,
  object,
  plain,
  type ResourceClasses,
  replacing,
} from './attribute-class';

const OTHER_KEY =
  'It is encrypted with another key, or otherwise: may those who read and write it use that, and is the earlier key kept for what it encrypted?';

const CODE_AND_STATE = 'The code of earlier snapshots and state files may be in it.';

/** Tables, buckets, their objects, and the keys that they are read with. */
export const classesOfStorage: Readonly<Record<string, ResourceClasses>> = {
  aws_dynamodb_table: {
    object: {
      destroyed: object.judged('Refused: table-destroyed.'),
      replaced: object.judged('Refused: table-destroyed.'),
      forgotten: object.forgottenJudged,
    },
    attributes: [
      plain('stream_arn', 'stream_label', 'replica.arn', 'replica.stream_arn', 'replica.stream_label'),
      replacing(
        'name',
        'hash_key',
        'range_key',
        'local_secondary_index.*',
        'import_table.*',
        'restore_date_time',
        'restore_source_name',
        'restore_source_table_arn',
        'restore_to_latest_time',
      ),
      judged('Refused: recovery-off.', 'point_in_time_recovery.enabled'),
      judgedByValue('Looked at where it falls.', 'point_in_time_recovery.recovery_period_in_days'),
      judged('Looked at where it is turned off.', 'deletion_protection_enabled'),
      judged('Looked at where rows go by it newly.', 'ttl.enabled', 'ttl.attribute_name'),
      look(OTHER_KEY, 'server_side_encryption.enabled', 'server_side_encryption.kms_key_arn'),
      look(
        'What the table can take changes: beyond it writes are throttled, and a run’s record is one.',
        'billing_mode',
        'read_capacity',
        'write_capacity',
        'on_demand_throughput.max_read_request_units',
        'on_demand_throughput.max_write_request_units',
      ),
      look(
        'The copies of the table in other regions change.',
        'replica.kms_key_arn',
        'replica.point_in_time_recovery',
        'replica.propagate_tags',
        'replica.region_name',
        'replica.consistency_mode',
        'replica.deletion_protection_enabled',
      ),
      look(
        'An index or an attribute that it is made of changes: queries may use it.',
        'attribute.name',
        'attribute.type',
      ),
      look('An index or an attribute that it is made of changes: queries may use it.', 'global_secondary_index.*'),
      harmless(
        'Streams of changes and the class of storage keep the rows as they are.',
        'stream_enabled',
        'stream_view_type',
      ),
      harmless('The class of storage keeps the rows as they are.', 'table_class'),
    ],
  },
  aws_s3_bucket: {
    object: {
      destroyed: object.judged('Refused: bucket-destroyed.'),
      replaced: object.judged('Refused: bucket-destroyed.'),
      forgotten: object.forgottenJudged,
    },
    attributes: [
      plain(
        'bucket_domain_name',
        'bucket_regional_domain_name',
        'hosted_zone_id',
        'website_domain',
        'website_endpoint',
      ),
      replacing('bucket', 'bucket_prefix', 'object_lock_enabled'),
      judged('Looked at where it is turned on.', 'force_destroy'),
      judged('Refused: versioning-off.', 'versioning.enabled'),
      judgedByValue('Refused: objects-expire.', 'lifecycle_rule.enabled', 'lifecycle_rule.prefix'),
      judgedByValue('Refused: objects-expire.', 'lifecycle_rule.expiration.date', 'lifecycle_rule.expiration.days'),
      judgedByValue('Looked at: earlier versions go.', 'lifecycle_rule.noncurrent_version_expiration.days'),
      look(
        `Who may read or change the bucket changes. ${CODE_AND_STATE}`,
        'acl',
        'policy',
        'grant.id',
        'grant.permissions',
        'grant.type',
        'grant.uri',
      ),
      look(OTHER_KEY, 'server_side_encryption_configuration.*'),
      look(
        `How long objects can’t be deleted, and who may delete versions, changes. ${CODE_AND_STATE}`,
        'object_lock_configuration.*',
        'versioning.mfa_delete',
      ),
      look('The copies of the bucket in another one change.', 'replication_configuration.*'),
      harmless(
        'Parts of a rule that expire nothing whole: uploads that never ended, markers, cheaper storage.',
        'lifecycle_rule.id',
        'lifecycle_rule.tags',
        'lifecycle_rule.abort_incomplete_multipart_upload_days',
        'lifecycle_rule.expiration.expired_object_delete_marker',
        'lifecycle_rule.noncurrent_version_transition.*',
        'lifecycle_rule.transition.*',
      ),
      harmless(
        'It plays no part in keeping objects.',
        'acceleration_status',
        'request_payer',
        'cors_rule.*',
        'logging.*',
        'website.*',
      ),
    ],
  },
  aws_s3_bucket_versioning: {
    object: {
      destroyed: object.judged('Refused: versioning-off.'),
      replaced: object.judged('Refused: versioning-off, where it moves to another bucket.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('bucket', 'expected_bucket_owner'),
      judged('Refused: versioning-off.', 'versioning_configuration.status'),
      look('Who may delete earlier versions changes.', 'mfa', 'versioning_configuration.mfa_delete'),
    ],
  },
  aws_s3_bucket_lifecycle_configuration: {
    object: {
      destroyed: object.harmless('Nothing expires any more.'),
      replaced: object.judged('Its rules are judged as those of an update.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('transition_default_minimum_object_size'),
      replacing('bucket', 'expected_bucket_owner'),
      judgedByValue(
        'Refused: objects-expire.',
        'rule.status',
        'rule.prefix',
        'rule.expiration.date',
        'rule.expiration.days',
        'rule.filter.prefix',
        'rule.filter.and.prefix',
      ),
      judgedByValue(
        'Looked at: earlier versions go.',
        'rule.noncurrent_version_expiration.newer_noncurrent_versions',
        'rule.noncurrent_version_expiration.noncurrent_days',
      ),
      look(
        'A lifecycle rule takes other objects by their size or tags: are state files or the code of applications among them?',
        'rule.filter.object_size_greater_than',
        'rule.filter.object_size_less_than',
        'rule.filter.tag.key',
        'rule.filter.tag.value',
        'rule.filter.and.object_size_greater_than',
        'rule.filter.and.object_size_less_than',
        'rule.filter.and.tags',
      ),
      harmless(
        'Parts of a rule that expire nothing whole: uploads that never ended, markers, cheaper storage.',
        'rule.id',
        'rule.abort_incomplete_multipart_upload.days_after_initiation',
        'rule.expiration.expired_object_delete_marker',
        'rule.noncurrent_version_transition.*',
        'rule.transition.*',
      ),
    ],
  },
  aws_s3_bucket_policy: {
    object: {
      destroyed: object.look(`The bucket’s own policy goes: what it denied is allowed. ${CODE_AND_STATE}`),
      replaced: object.look('The bucket’s own policy is made anew: what it denied is allowed in between.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('bucket'),
      look(`Who may read or change the bucket changes. ${CODE_AND_STATE}`, 'policy'),
    ],
  },
  aws_s3_bucket_public_access_block: {
    object: {
      destroyed: object.look('What keeps the bucket from being public goes.'),
      replaced: object.look('What keeps the bucket from being public is made anew.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('skip_destroy'),
      replacing('bucket'),
      look(
        'What keeps the bucket from being public changes.',
        'block_public_acls',
        'block_public_policy',
        'ignore_public_acls',
        'restrict_public_buckets',
      ),
    ],
  },
  aws_s3_bucket_ownership_controls: {
    object: {
      destroyed: object.look('Whoever writes an object into the bucket may own it from now on.'),
      replaced: object.look('Whose the objects of the bucket are is decided anew.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('bucket'),
      look('Whose the objects of the bucket are changes.', 'rule.object_ownership'),
    ],
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    object: {
      destroyed: object.look('New objects are encrypted with the key of S3 from now on.'),
      replaced: object.look('How new objects are encrypted is decided anew.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('bucket', 'expected_bucket_owner'),
      look(
        OTHER_KEY,
        'rule.apply_server_side_encryption_by_default.kms_master_key_id',
        'rule.apply_server_side_encryption_by_default.sse_algorithm',
      ),
      harmless('It saves calls to the key.', 'rule.bucket_key_enabled', 'rule.blocked_encryption_types'),
    ],
  },
  aws_s3_object: {
    object: {
      destroyed: object.judged('Refused: state-file-destroyed. Code that goes is looked at.'),
      replaced: object.judged(
        'Refused: state-file-destroyed. A new JAR comes so, and who makes one keeps the earlier.',
      ),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(
        'checksum_crc32',
        'checksum_crc32c',
        'checksum_crc64nvme',
        'checksum_sha1',
        'checksum_sha256',
        'version_id',
        'etag',
        'metadata',
        'override_provider.default_tags.tags',
      ),
      replacing('bucket', 'key'),
      look(OTHER_KEY, 'kms_key_id', 'server_side_encryption'),
      look(
        'Who may read the object, or how long it can’t be deleted, changes.',
        'acl',
        'object_lock_legal_hold_status',
      ),
      look(
        'Who may read the object, or how long it can’t be deleted, changes.',
        'object_lock_mode',
        'object_lock_retain_until_date',
      ),
      look('From now on Terraform can delete the object in spite of its lock.', 'force_destroy'),
      harmless(
        'Another content is another version of the object; versioning keeps the earlier, and is judged by itself.',
        'source',
        'source_hash',
        'content',
        'content_base64',
      ),
      harmless(
        'How it is stored and served plays no part in keeping it.',
        'bucket_key_enabled',
        'cache_control',
        'checksum_algorithm',
        'content_disposition',
        'content_encoding',
        'content_language',
        'content_type',
        'storage_class',
        'website_redirect',
      ),
    ],
  },
  aws_kms_key: {
    object: {
      destroyed: object.judged('Refused: key-destroyed.'),
      replaced: object.judged('Refused: key-destroyed.'),
      forgotten: object.forgottenJudged,
    },
    attributes: [
      plain('key_id', 'description'),
      replacing('custom_key_store_id', 'customer_master_key_spec', 'key_usage', 'multi_region', 'xks_key_id'),
      judged('Refused: key-destroyed.', 'is_enabled'),
      look('Who may use the key, or administrate it, changes: what it encrypted is read with it.', 'policy'),
      look('After its destruction the key can be had back for another number of days.', 'deletion_window_in_days'),
      look('The key may lock out those who administrate it.', 'bypass_policy_lockout_safety_check'),
      harmless(
        'AWS keeps earlier key material for what it encrypted.',
        'enable_key_rotation',
        'rotation_period_in_days',
      ),
    ],
  },
  aws_kms_alias: {
    object: {
      destroyed: object.look('The name of a key goes: who finds the key by it finds none.'),
      replaced: object.look('The name of a key is made anew.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('target_key_arn'),
      replacing('name', 'name_prefix'),
      look(
        'The name stands for another key from now on: what the earlier one encrypted is not read by it.',
        'target_key_id',
      ),
    ],
  },
};
