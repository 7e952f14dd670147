import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareHome } from '../../src/flink-cluster/cluster-home';
import { DEFAULT_CHECKPOINTING } from '../../src/flink-cluster/flink-config';
import { jvmCommand } from '../../src/flink-cluster/flink-jvm';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'job-credentials-'));
});

afterEach(() => rmSync(home, { recursive: true }));

const KEYS = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };

function jvm(credentials: typeof KEYS | undefined) {
  const s3 = { region: 'us-east-1', ...(credentials && { credentials }) };
  return jvmCommand({ home, s3, logFile: 'x.log', logLevel: 'INFO', mainClass: 'X' });
}

test('a job with credentials of its own finds no profile of the person: neither by the home nor by a file', async () => {
  // A connector with `aws.credentials.provider: PROFILE`, or code that names a profile, reads ~/.aws.
  process.env.AWS_SHARED_CREDENTIALS_FILE = '/home/ada/.aws/credentials';
  const { environment, args } = await jvm(KEYS).finally(() => delete process.env.AWS_SHARED_CREDENTIALS_FILE);
  await prepareHome({ home, taskSlots: 1, checkpointing: DEFAULT_CHECKPOINTING, propertyGroups: [] });
  const empty = join(home, 'conf/aws-profiles');
  expect({ environment, args }).toMatchObject({
    environment: {
      ...{ AWS_ACCESS_KEY_ID: 'rehearsal', AWS_CONFIG_FILE: empty, AWS_SHARED_CREDENTIALS_FILE: empty },
      ...{ AWS_CREDENTIAL_PROFILES_FILE: empty, HOME: home, USERPROFILE: home },
    },
    args: expect.arrayContaining([`-Duser.home=${home}`]),
  });
  expect(readFileSync(empty, 'utf8')).toBe('');
});

test('a job without credentials of its own has those of the person', async () => {
  const { environment, args } = await jvm(undefined);
  expect(environment.HOME).toBe(process.env.HOME);
  expect(args.filter((arg) => arg.startsWith('-Duser.home'))).toEqual([]);
});
