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
import { OTHER_KEY } from './classes-of-storage';

const CODE_AND_STATE = 'It may contain state files and the code of earlier snapshots.';

const BUCKET_ACCESS = `Who may read or change the bucket changes. ${CODE_AND_STATE}`;
const KEEPS_OBJECTS = 'It deletes no whole object: it concerns unfinished uploads, delete markers or cheaper storage.';
const PUBLIC_ACCESS = 'The block of public access to the bucket';
const OBJECT_ACCESS = 'The access to the object or its lock changes.';
const SERVED = 'It affects only how the object is stored and served.';
const CHECKSUMS = [
  'checksum_{crc32,crc32c,crc64nvme,sha1,sha256}',
  '{etag,metadata,override_provider.default_tags.tags}',
];
const OBJECT = {
  destroyed: judged('Refused for a state file: state-file-destroyed. Looked at for code.'),
  replaced: judged(
    'Refused for a state file: state-file-destroyed. Looked at for code under the same key. Under another key, it is a new JAR.',
  ),
};
const OF_EVERY_OBJECT = [
  look(OBJECT_ACCESS, 'object_lock_{legal_hold_status,mode,retain_until_date}'),
  look('Terraform can then delete the object despite its lock.', 'force_destroy'),
  harmless(SERVED, 'bucket_key_enabled', 'cache_control', 'checksum_algorithm'),
  harmless(SERVED, 'content_{disposition,encoding,language,type}', 'storage_class', 'website_redirect'),
];

/** Classes of buckets and their objects. */
export const classesOfBuckets: Classes = {
  aws_s3_bucket: {
    destroyed: judged('Refused: bucket-destroyed.'),
    replaced: judged('Refused: bucket-destroyed.'),
    forgotten: REPORTED_BY_RULE,
    attributes: [
      plain('bucket_{domain,regional_domain}_name', 'hosted_zone_id', 'website_{domain,endpoint}'),
      replacing('bucket', 'bucket_prefix', 'object_lock_enabled'),
      judged('Looked at if it is turned on.', 'force_destroy'),
      judged('Refused: versioning-off.', 'versioning.enabled'),
      judgedByValue('Refused: objects-expire.', 'lifecycle_rule.{enabled,prefix,expiration.date,expiration.days}'),
      judgedByValue('Looked at: earlier versions are deleted.', 'lifecycle_rule.noncurrent_version_expiration.days'),
      look(BUCKET_ACCESS, 'acl', 'policy', 'grant.{id,permissions,type,uri}'),
      look(OTHER_KEY, 'server_side_encryption_configuration.*'),
      look(
        `The lock of objects changes, or who may delete versions. ${CODE_AND_STATE}`,
        '{object_lock_configuration.*,versioning.mfa_delete}',
      ),
      look('The replication of the bucket to another bucket changes.', 'replication_configuration.*'),
      harmless(
        KEEPS_OBJECTS,
        'lifecycle_rule.{id,tags,abort_incomplete_multipart_upload_days,expiration.expired_object_delete_marker}',
        'lifecycle_rule.{noncurrent_version_transition,transition}.*',
      ),
      harmless(
        'It does not affect how long objects are kept.',
        '{acceleration_status,request_payer,cors_rule.*,logging.*,website.*}',
      ),
    ],
  },
  aws_s3_bucket_versioning: {
    destroyed: judged('Refused: versioning-off.'),
    replaced: judged('Refused if it moves to another bucket: versioning-off.'),
    attributes: [
      plain(),
      replacing('bucket', 'expected_bucket_owner'),
      judged('Refused: versioning-off.', 'versioning_configuration.status'),
      look('Who may delete earlier versions changes.', 'mfa', 'versioning_configuration.mfa_delete'),
    ],
  },
  aws_s3_bucket_lifecycle_configuration: {
    destroyed: harmless('Objects no longer expire.'),
    replaced: judged('Its rules are judged as in an update.'),
    attributes: [
      plain('transition_default_minimum_object_size'),
      replacing('bucket', 'expected_bucket_owner'),
      judgedByValue(
        'Refused: objects-expire.',
        'rule.{status,prefix,expiration.date,expiration.days,filter.prefix,filter.and.prefix}',
      ),
      judgedByValue(
        'Looked at: earlier versions are deleted.',
        'rule.noncurrent_version_expiration.{newer_noncurrent_versions,noncurrent_days}',
      ),
      look(
        'A lifecycle rule selects other objects by size or tags. Do they include state files or the code of applications?',
        'rule.filter.{object_size_greater_than,object_size_less_than,tag.key,tag.value}',
        'rule.filter.and.{object_size_greater_than,object_size_less_than,tags}',
      ),
      harmless(
        KEEPS_OBJECTS,
        'rule.{id,abort_incomplete_multipart_upload.days_after_initiation,expiration.expired_object_delete_marker}',
        'rule.{noncurrent_version_transition,transition}.*',
      ),
    ],
  },
  aws_s3_bucket_policy: {
    destroyed: look(`The bucket’s own policy is removed. Its denials no longer apply. ${CODE_AND_STATE}`),
    replaced: look('The bucket’s own policy is recreated. Its denials do not apply until the new policy exists.'),
    attributes: [plain(), replacing('bucket'), look(BUCKET_ACCESS, 'policy')],
  },
  aws_s3_bucket_public_access_block: {
    destroyed: look(`${PUBLIC_ACCESS} is removed.`),
    replaced: look(`${PUBLIC_ACCESS} is recreated. The bucket can be public until the new block exists.`),
    attributes: [
      plain('skip_destroy'),
      replacing('bucket'),
      look(`${PUBLIC_ACCESS} changes.`, '{block,ignore}_public_acls', 'block_public_policy', 'restrict_public_buckets'),
    ],
  },
  aws_s3_bucket_ownership_controls: {
    destroyed: look('Whoever writes an object to the bucket may then own it.'),
    replaced: look('The rule on who owns the objects of the bucket is recreated.'),
    attributes: [
      plain(),
      replacing('bucket'),
      look('The rule on who owns the objects of the bucket changes.', 'rule.object_ownership'),
    ],
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    destroyed: look('New objects are encrypted with the default key of S3.'),
    replaced: look('The encryption of new objects is configured again.'),
    attributes: [
      plain(),
      replacing('bucket', 'expected_bucket_owner'),
      look(OTHER_KEY, 'rule.apply_server_side_encryption_by_default.{kms_master_key_id,sse_algorithm}'),
      harmless('It only reduces calls to the key.', 'rule.bucket_key_enabled', 'rule.blocked_encryption_types'),
    ],
  },
  aws_s3_object: {
    ...OBJECT,
    attributes: [
      plain(...CHECKSUMS, 'version_id'),
      replacing('bucket', 'key'),
      look(OTHER_KEY, 'kms_key_id', 'server_side_encryption'),
      look(OBJECT_ACCESS, 'acl'),
      harmless(
        'New content is a new version of the object. Versioning, which is judged by itself, keeps the earlier one.',
        '{source,source_hash,content,content_base64}',
      ),
      ...OF_EVERY_OBJECT,
    ],
  },
  aws_s3_object_copy: {
    ...OBJECT,
    attributes: [
      plain(...CHECKSUMS, 'expiration', 'last_modified', 'request_charged', 'source_version_id', 'version_id'),
      replacing('bucket', 'key', 'source'),
      look(OTHER_KEY, 'kms_key_id', 'kms_encryption_context', 'server_side_encryption'),
      look(OTHER_KEY, 'customer_{algorithm,key,key_md5}'),
      look(OBJECT_ACCESS, 'acl', 'grant.{email,id,permissions,type,uri}'),
      harmless(
        'It concerns only the copy call: who pays, and when nothing is copied. The object stays.',
        'copy_if_{match,modified_since,none_match,unmodified_since}',
        'expected_{bucket,source_bucket}_owner',
        'request_payer',
        'source_customer_{algorithm,key,key_md5}',
      ),
      harmless(SERVED, 'expires', 'metadata_directive', 'tagging_directive'),
      ...OF_EVERY_OBJECT,
    ],
  },
};
