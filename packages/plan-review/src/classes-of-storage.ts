import {
  type Classes,
  harmless,
  judged,
  judgedByValue,
  look,
  plain,
  REPORTED_BY_RULE,
  replacing,
} from './attribute-class';

/** Sentence on another key for stored data. */
export const OTHER_KEY =
  'The encryption or its key changes. Can all readers and writers use the new key, and is the earlier key kept for existing data?';

/** Classes of tables and keys. */
export const classesOfStorage: Classes = {
  aws_dynamodb_table: {
    destroyed: judged('Refused: table-destroyed.'),
    replaced: judged('Refused: table-destroyed.'),
    forgotten: REPORTED_BY_RULE,
    attributes: [
      plain('stream_{arn,label}', 'replica.{arn,stream_arn,stream_label}'),
      replacing(
        '{name,hash_key,range_key,local_secondary_index.*,import_table.*}',
        'restore_{date_time,source_name,source_table_arn,to_latest_time}',
      ),
      judged('Refused: recovery-off.', 'point_in_time_recovery.enabled'),
      judgedByValue('Looked at if it is lowered.', 'point_in_time_recovery.recovery_period_in_days'),
      judged('Looked at if it is turned off.', 'deletion_protection_enabled'),
      judged('Looked at if rows newly expire.', 'ttl.{enabled,attribute_name}'),
      look(OTHER_KEY, 'server_side_encryption.{enabled,kms_key_arn}'),
      look(
        'The capacity of the table changes. Beyond it, AWS throttles writes such as the record of a run.',
        '{billing_mode,read_capacity,write_capacity}',
        'on_demand_throughput.max_{read,write}_request_units',
      ),
      look(
        'The copies of the table in other regions change.',
        'replica.{kms_key_arn,point_in_time_recovery,propagate_tags,region_name,consistency_mode,deletion_protection_enabled}',
      ),
      look(
        'An index or one of its attributes changes. Queries may use it.',
        '{attribute.name,attribute.type,global_secondary_index.*}',
      ),
      harmless('Change streams do not affect the rows.', 'stream_{enabled,view_type}'),
      harmless('The storage class does not affect the rows.', 'table_class'),
    ],
  },
  aws_kms_key: {
    destroyed: judged('Refused: key-destroyed.'),
    replaced: judged('Refused: key-destroyed.'),
    forgotten: REPORTED_BY_RULE,
    attributes: [
      plain('key_id', 'description'),
      replacing('custom_key_store_id', 'customer_master_key_spec', 'key_usage', 'multi_region', 'xks_key_id'),
      judged('Refused: key-destroyed.', 'is_enabled'),
      look('Who may use or manage the key changes. Readers of the encrypted data need the key.', 'policy'),
      look('A destroyed key can be recovered for another number of days.', 'deletion_window_in_days'),
      look('The key’s policy may lock out its administrators.', 'bypass_policy_lockout_safety_check'),
      harmless(
        'AWS keeps earlier key material for the data that it encrypted.',
        '{enable_key_rotation,rotation_period_in_days}',
      ),
    ],
  },
  aws_kms_alias: {
    destroyed: look('The alias of a key is removed. Whoever uses it no longer finds the key.'),
    replaced: look('The alias of a key is recreated.'),
    attributes: [
      plain('target_key_arn'),
      replacing('name', 'name_prefix'),
      look('The alias refers to another key, which can’t decrypt existing data.', 'target_key_id'),
    ],
  },
};
