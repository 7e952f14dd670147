import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useLocalCloud } from '../../cli/local-environment';
import { writeEnvironmentFile } from '../../local/local-session';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-environment-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('--local takes the variables that kda local wrote, and no AWS variable of the person’s own stays', () => {
  const file = writeEnvironmentFile(
    folder,
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'us-east-1', AWS_SECRET_ACCESS_KEY: "it's" },
    { KDA_ENVIRONMENT: 'demo' },
  );
  const environment: NodeJS.ProcessEnv = { PATH: '/bin', AWS_PROFILE: 'production', AWS_REGION: 'eu-west-1' };
  useLocalCloud(environment, file);
  expect(environment).toEqual({
    PATH: '/bin',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_REGION: 'us-east-1',
    AWS_SECRET_ACCESS_KEY: "it's",
    KDA_ENVIRONMENT: 'demo',
  });
});

test('without a local cloud it says how to start one, and changes nothing', () => {
  const environment: NodeJS.ProcessEnv = { AWS_PROFILE: 'production' };
  const file = join(folder, 'none.sh');
  expect(() => useLocalCloud(environment, file)).toThrow(
    `No local cloud was started here: ${file} is missing. Start one with kda local.`,
  );
  expect(environment).toEqual({ AWS_PROFILE: 'production' });
});
