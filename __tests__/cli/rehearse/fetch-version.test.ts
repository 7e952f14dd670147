import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApplicationDetail } from '@aws-sdk/client-kinesis-analytics-v2';
import { fetchVersion } from '../../../cli/rehearse/application';
import { UndeterminedError } from '../../../tools/undetermined-error';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('fetch-version');
const before = { ...process.env };
let server: Server;

/** S3 in which somebody wrote `the new code` on 28 November. */
beforeEach(async () => {
  server = createServer((_, response) => {
    response
      .writeHead(200, { 'last-modified': 'Sat, 28 Nov 2026 14:00:00 GMT', 'content-length': 12 })
      .end('the new code');
  });
  await new Promise<void>((end) => server.listen(0, '127.0.0.1', end));
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL, AWS_REGION: 'eu-west-1' });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
  process.env = { ...before };
});

/** As DescribeApplicationVersion answers about version 6 of 1 November. */
function fetched(code: object, place: object = {}) {
  const detail = {
    ...{ ApplicationName: 'orders', ApplicationVersionId: 6, LastUpdateTimestamp: new Date('2026-11-01T00:00:00Z') },
    ApplicationConfigurationDescription: {
      ApplicationCodeConfigurationDescription: {
        CodeContentType: 'ZIPFILE',
        CodeContentDescription: {
          ...code,
          S3ApplicationCodeLocationDescription: { BucketARN: 'arn:aws:s3:::builds', FileKey: 'app.jar', ...place },
        },
      },
    },
  } as unknown as ApplicationDetail;
  return fetchVersion({ name: 'orders', detail, propertyGroups: [], parallelism: 1 }, '6', folder.path);
}

const MD5_OF_NEW = '5cb24d97bda90c44fc7d46fbdde62ba0';

test('code that was overwritten in S3 is not taken for that of version 6', async () => {
  // The pipeline uploads each build as app.jar; the bucket has no versions, so the application names none.
  const error = await fetched({ CodeMD5: '5f4dcc3b5aa765d61d8327deb882cf99', CodeSize: 8 }).catch((it: unknown) => it);
  expect(error).toBeInstanceOf(UndeterminedError);
  expect(String(error)).toContain(
    'app.jar is not the code of version 6: it was overwritten (it has 12 bytes, the code of the version 8). Name the JAR of that version.',
  );
  await expect(fetched({ CodeMD5: '5f4dcc3b5aa765d61d8327deb882cf99', CodeSize: 12 })).rejects.toThrow(
    `app.jar is not the code of version 6: it was overwritten (its MD5 is ${MD5_OF_NEW}, that of the version's code 5f4d`,
  );
});

test('where the service names no MD5, an object that was written later is not taken', async () => {
  await expect(fetched({})).rejects.toThrow(
    'Whether app.jar is the code of version 6 is not known: it was written at 2026-11-28T14:00:00.000Z, the version was made at 2026-11-01',
  );
});

test.each([
  ['the same bytes, written again', { CodeMD5: MD5_OF_NEW, CodeSize: 12 }, {}],
  ['an object version', { CodeMD5: 'another form' }, { ObjectVersion: 'v7' }],
])('%s are taken', async (_, code, place) => {
  const { jar } = await fetched(code, place);
  expect(readFileSync(jar, 'utf8')).toBe('the new code');
});
