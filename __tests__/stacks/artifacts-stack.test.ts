import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JAR_CONTENT, resource, resources, statementsOf, synthesize, ZIP_CONTENT } from './synthesis';

const synthesis = synthesize();
const stack = synthesis.stacks.artifacts;
afterAll(() => synthesis.dispose());

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const bucket = `\${aws_s3_bucket.${Object.keys(stack.resource.aws_s3_bucket ?? {})[0]}.id}`;

describe('the bucket', () => {
  test('bears the name of the settings', () => {
    expect(resource(stack, 'aws_s3_bucket')).toMatchObject({ bucket: 'the-artifacts', force_destroy: true });
  });

  test('is closed to the public in all four ways', () => {
    expect(resource(stack, 'aws_s3_bucket_public_access_block')).toMatchObject({
      bucket,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.resource.aws_s3_bucket_acl).toBeUndefined();
  });

  test('keeps versions, encrypts, and belongs to its owner alone', () => {
    expect(resource(stack, 'aws_s3_bucket_versioning')).toMatchObject({
      bucket,
      versioning_configuration: { status: 'Enabled' },
    });
    expect(resource(stack, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
      bucket,
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
    expect(resource(stack, 'aws_s3_bucket_ownership_controls')).toMatchObject({
      bucket,
      rule: { object_ownership: 'BucketOwnerEnforced' },
    });
  });

  test('is denied to everybody without TLS, and its policy allows nobody anything', () => {
    const statements = statementsOf(resource(stack, 'aws_s3_bucket_policy').policy);

    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(statements[0]?.Resource).toHaveLength(2);
  });

  test('leaves the lifecycle rule and the JAR of earlier deployments in place', () => {
    expect(stack).toMatchObject({
      removed: [
        { from: 'aws_s3_object.jar_current_092747FE', lifecycle: { destroy: false } },
        { from: 'aws_s3_bucket_lifecycle_configuration.artifacts_lifecycle_85D31407', lifecycle: { destroy: false } },
      ],
    });
  });

  test('has no resource at an address that is given up', () => {
    expect(stack.resource.aws_s3_object).not.toHaveProperty('jar_current_092747FE');
    expect(stack.resource.aws_s3_bucket_lifecycle_configuration).toBeUndefined();
  });
});

describe('an uploaded file', () => {
  const objects = resources(stack, 'aws_s3_object');

  test('lies under a key with its content’s hash, and once more under a key that never changes', () => {
    expect(objects.map(({ key }) => key).sort()).toEqual([
      'history/snapshot-manager.zip',
      'history/user-service.jar',
      `manager/snapshot-manager-${sha256(ZIP_CONTENT).slice(0, 16)}.zip`,
      `uploads/${sha256(JAR_CONTENT).slice(0, 16)}.jar`,
    ]);
  });

  test.each(objects)('$key is there before the one it follows is deleted, or never deleted', ({ key, lifecycle }) => {
    expect(lifecycle).toEqual(String(key).startsWith('history/') ? undefined : { create_before_destroy: true });
  });

  test.each(objects)('$key is uploaded anew when its content changed, and carries no tags', (object) => {
    expect([sha256(JAR_CONTENT), sha256(ZIP_CONTENT)]).toContain(object.source_hash);
    expect(object.override_provider).toEqual({ default_tags: { tags: {} } });
  });

  test.each(objects)('$key is taken from a copy beside the stack’s JSON', ({ key, source }) => {
    const copy = readFileSync(join(synthesis.folder, 'cdktf.out/stacks/artifacts', String(source)), 'utf8');

    expect(copy).toBe(String(key).endsWith('.jar') ? JAR_CONTENT : ZIP_CONTENT);
  });

  test.each(objects)('$key waits until the bucket is closed, encrypted and versioned', ({ depends_on }) => {
    const types = Array.isArray(depends_on) ? depends_on.map((address) => String(address).split('.')[0]) : [];

    expect(types.sort()).toEqual([
      'aws_s3_bucket_ownership_controls',
      'aws_s3_bucket_policy',
      'aws_s3_bucket_public_access_block',
      'aws_s3_bucket_server_side_encryption_configuration',
      'aws_s3_bucket_versioning',
    ]);
  });
});

test('a new JAR changes its own key and nothing of the zip', () => {
  const other = synthesize(undefined, { jar: 'another JAR' });
  other.dispose();

  const keys = (from: typeof stack) => from.output;
  expect(keys(other.stacks.artifacts)['jar-key']?.value).toBe(
    `applications/user-service-${sha256('another JAR').slice(0, 16)}.jar`,
  );
  expect(keys(other.stacks.artifacts)['lambda-zip-key']).toEqual(keys(stack)['lambda-zip-key']);
});
