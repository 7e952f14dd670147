import type { Call } from '../../local/cloud/aws-call';

/** Right of a call on a bucket by method and subresource. `''`: no subresource. */
const ON_BUCKET: Readonly<Record<string, string>> = {
  'HEAD ': 's3:ListBucket',
  'GET ': 's3:ListBucket',
  'GET list-type': 's3:ListBucket',
  'GET versions': 's3:ListBucketVersions',
  'GET uploads': 's3:ListBucketMultipartUploads',
  'PUT ': 's3:CreateBucket',
  'DELETE ': 's3:DeleteBucket',
  // Its right is that to delete the objects, which stand in the body.
  'POST delete': 's3:DeleteObjectVersion',
  'GET location': 's3:GetBucketLocation',
  'GET accelerate': 's3:GetAccelerateConfiguration',
  'GET acl': 's3:GetBucketAcl',
  'GET cors': 's3:GetBucketCORS',
  'GET encryption': 's3:GetEncryptionConfiguration',
  'PUT encryption': 's3:PutEncryptionConfiguration',
  'DELETE encryption': 's3:PutEncryptionConfiguration',
  'GET lifecycle': 's3:GetLifecycleConfiguration',
  'PUT lifecycle': 's3:PutLifecycleConfiguration',
  'DELETE lifecycle': 's3:PutLifecycleConfiguration',
  'GET logging': 's3:GetBucketLogging',
  'GET object-lock': 's3:GetBucketObjectLockConfiguration',
  'GET ownershipControls': 's3:GetBucketOwnershipControls',
  'PUT ownershipControls': 's3:PutBucketOwnershipControls',
  'DELETE ownershipControls': 's3:PutBucketOwnershipControls',
  'GET policy': 's3:GetBucketPolicy',
  'PUT policy': 's3:PutBucketPolicy',
  'DELETE policy': 's3:DeleteBucketPolicy',
  'GET publicAccessBlock': 's3:GetBucketPublicAccessBlock',
  'PUT publicAccessBlock': 's3:PutBucketPublicAccessBlock',
  'DELETE publicAccessBlock': 's3:PutBucketPublicAccessBlock',
  'GET replication': 's3:GetReplicationConfiguration',
  'GET requestPayment': 's3:GetBucketRequestPayment',
  'GET tagging': 's3:GetBucketTagging',
  'PUT tagging': 's3:PutBucketTagging',
  'DELETE tagging': 's3:PutBucketTagging',
  'GET versioning': 's3:GetBucketVersioning',
  'PUT versioning': 's3:PutBucketVersioning',
  'GET website': 's3:GetBucketWebsite',
};

/** Right of a call on an object; with a version, reading and deleting take another right. */
const ON_OBJECT: Readonly<Record<string, string>> = {
  'HEAD ': 's3:GetObject',
  'GET ': 's3:GetObject',
  'HEAD versionId': 's3:GetObjectVersion',
  'GET versionId': 's3:GetObjectVersion',
  'PUT ': 's3:PutObject',
  'DELETE ': 's3:DeleteObject',
  'DELETE versionId': 's3:DeleteObjectVersion',
  'GET tagging': 's3:GetObjectTagging',
  'PUT tagging': 's3:PutObjectTagging',
  'DELETE tagging': 's3:DeleteObjectTagging',
  'GET acl': 's3:GetObjectAcl',
  'PUT acl': 's3:PutObjectAcl',
  'GET attributes': 's3:GetObjectAttributes',
  // Uploads in parts.
  'POST uploads': 's3:PutObject',
  'PUT uploadId': 's3:PutObject',
  'POST uploadId': 's3:PutObject',
  'DELETE uploadId': 's3:AbortMultipartUpload',
  'GET uploadId': 's3:ListMultipartUploadParts',
};

/** Parameters that say no more than how the answer is wanted, or that stand beside one that says more. */
const BESIDE = new Set([
  'x-id',
  'prefix',
  'delimiter',
  'marker',
  'max-keys',
  'encoding-type',
  'continuation-token',
  'start-after',
  'key-marker',
  'version-id-marker',
  'partNumber',
  'fetch-owner',
]);

interface S3Request {
  readonly action: string;
  readonly resource: string;
}

/** Questions to IAM about a call to S3 with the bucket in its path; `undefined` for an unknown call. */
export function s3Request({
  method,
  path,
  headers,
}: Pick<Call, 'method' | 'path' | 'headers'>): S3Request[] | undefined {
  const url = new URL(path, 'http://s3');
  const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const subresources = [...url.searchParams.keys()].filter((name) => !BESIDE.has(name));
  const names = subresources.length > 1 ? subresources.filter((name) => name !== 'versionId') : subresources;
  const action = (key === '' ? ON_BUCKET : ON_OBJECT)[`${method} ${names.join('&')}`];
  if (action === undefined || bucket === '') return undefined;

  const arn = `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
  // Deleting several versions names them in the body, which is not read: any object of the bucket.
  const resource = action === 's3:DeleteObjectVersion' && key === '' ? `${arn}/*` : arn;
  return [{ action, resource }, ...beside(`${method} ${names.join('&')}`, key, arn, headers)];
}

/** Rights that the headers of a call ask for besides. Only these calls carry such headers. */
function beside(call: string, key: string, arn: string, headers: Call['headers']): S3Request[] {
  const on = (actions: readonly string[]) => actions.map((action) => ({ action, resource: arn }));
  if (key === '') return call === 'PUT ' ? on(ofNewBucket(headers)) : [];
  switch (call) {
    case 'PUT ':
      return [...copied(arn, headers), ...on(ofNewObject(headers))];
    case 'PUT uploadId':
      return copied(arn, headers, true);
    case 'POST uploads':
      return on(ofNewObject(headers));
    case 'DELETE ':
    case 'DELETE versionId':
      return headers['x-amz-bypass-governance-retention'] === 'true' ? on(['s3:BypassGovernanceRetention']) : [];
    default:
      return [];
  }
}

/**
 * Further actions of CreateBucket, by its reference: a private bucket needs no right for its ACL.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
function ofNewBucket(headers: Call['headers']): string[] {
  const { 'x-amz-acl': acl = 'private' } = headers;
  return [
    ...(acl !== 'private' || hasGrant(headers) ? ['s3:PutBucketAcl'] : []),
    ...(headers['x-amz-object-ownership'] === undefined ? [] : ['s3:PutBucketOwnershipControls']),
    ...(headers['x-amz-bucket-object-lock-enabled'] === 'true'
      ? ['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning']
      : []),
  ];
}

/** Further actions of PutObject, CopyObject and CreateMultipartUpload. */
function ofNewObject(headers: Call['headers']): string[] {
  return [
    ...(headers['x-amz-acl'] !== undefined || hasGrant(headers) ? ['s3:PutObjectAcl'] : []),
    ...(headers['x-amz-object-lock-mode'] === undefined && headers['x-amz-object-lock-retain-until-date'] === undefined
      ? []
      : ['s3:PutObjectRetention']),
    ...(headers['x-amz-object-lock-legal-hold'] === undefined ? [] : ['s3:PutObjectLegalHold']),
    ...(headers['x-amz-tagging'] === undefined ? [] : ['s3:PutObjectTagging']),
  ];
}

function hasGrant(headers: Call['headers']): boolean {
  return Object.keys(headers).some((name) => name.startsWith('x-amz-grant-'));
}

/** Rights to read what is copied, and to take its tags along. */
function copied(arn: string, headers: Call['headers'], isPart = false): S3Request[] {
  const source = headers['x-amz-copy-source'];
  if (typeof source !== 'string') return [];
  const [from = '', version] = decodeURIComponent(source).split('?versionId=');
  const original = `arn:aws:s3:::${from.replace(/^\//, '')}`;
  const read = { action: version === undefined ? 's3:GetObject' : 's3:GetObjectVersion', resource: original };
  if (isPart || headers['x-amz-tagging-directive'] === 'REPLACE') return [read];
  // A copy takes the tags along, when there are any: the caller has to be able to read and write them.
  return [
    read,
    { action: version === undefined ? 's3:GetObjectTagging' : 's3:GetObjectVersionTagging', resource: original },
    { action: 's3:PutObjectTagging', resource: arn },
  ];
}
