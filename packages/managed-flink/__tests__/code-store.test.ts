import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodeStore } from '../src/engine/code-store';

/** An S3 with one bucket, one object in it, and one version of that. Like the real one it answers HEAD without a body. */
function fakeS3(): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://s3');
    const version = searchParams.get('versionId');
    const isBucket = pathname === '/code' || pathname === '/code/';
    const isObject = pathname === '/code/user-service.jar';
    if (version !== null && version.length !== 32) response.writeHead(400);
    else if (isBucket || (isObject && (version === null || version === 'v'.repeat(32)))) {
      response.writeHead(200, { etag: '"1"' });
    } else response.writeHead(pathname.startsWith('/locked') ? 403 : 404);
    response.end(request.method === 'GET' && isObject ? 'a JAR' : undefined);
  });
}

let s3: Server;
let directory: string;
let store: CodeStore;

beforeAll(async () => {
  s3 = fakeS3();
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve));
  const address = s3.address();
  directory = await mkdtemp(join(tmpdir(), 'code-store-'));
  store = await CodeStore.open({
    directory,
    region: 'us-east-1',
    s3Endpoint: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    s3Credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

afterAll(async () => {
  s3.closeAllConnections();
  s3.close();
  await rm(directory, { recursive: true, force: true });
});

const location = (bucket: string, fileKey: string, objectVersion?: string) => ({
  bucketArn: `arn:aws:s3:::${bucket}`,
  fileKey,
  objectVersion,
});

test('code that is there is fetched', async () => {
  expect(await store.fetch(location('code', 'user-service.jar', 'v'.repeat(32)))).toMatchObject({ sizeBytes: 5 });
});

test.each([
  ['a bucket', location('nowhere', 'user-service.jar'), 's3://nowhere/user-service.jar: bucket nowhere does not exist'],
  ['an object', location('code', 'other.jar'), 's3://code/other.jar: object other.jar does not exist in bucket code'],
  [
    'an object asked for by its version',
    location('code', 'other.jar', 'w'.repeat(32)),
    `s3://code/other.jar?versionId=${'w'.repeat(32)}: object other.jar does not exist in bucket code`,
  ],
  [
    'a version',
    location('code', 'user-service.jar', 'w'.repeat(32)),
    `s3://code/user-service.jar?versionId=${'w'.repeat(32)}: version ${'w'.repeat(32)} of object user-service.jar does not exist in bucket code`,
  ],
  [
    'a version that S3 takes for none',
    location('code', 'user-service.jar', 'w'),
    's3://code/user-service.jar?versionId=w: version w of object user-service.jar does not exist in bucket code',
  ],
  [
    'the right to read',
    location('locked', 'user-service.jar'),
    's3://locked/user-service.jar: S3 does not allow to read it (403)',
  ],
])('where %s is missing, the error says so', async (_, asked, message) => {
  await expect(store.fetch(asked)).rejects.toThrow(message);
});
