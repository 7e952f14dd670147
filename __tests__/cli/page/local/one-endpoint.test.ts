import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureOneEndpoint } from '../../../../cli/page/one-endpoint';

const ENDPOINT = 'http://127.0.0.1:4566';
const before = { ...process.env };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'one-endpoint-'));
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, { AWS_ENDPOINT_URL: ENDPOINT, AWS_CONFIG_FILE: join(folder, 'config') });
});
afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true });
});

test('a local cloud that all calls go to is one', async () => {
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: `${ENDPOINT}/`, AWS_ENDPOINT_URL_LAMBDA: '' });
  await expect(ensureOneEndpoint(ENDPOINT, 'us-east-1')).resolves.toBeUndefined();
});

test('a variable that sends one service to a real account is named', async () => {
  process.env.AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2 = 'https://kinesisanalytics.eu-west-1.amazonaws.com';
  await expect(ensureOneEndpoint(ENDPOINT, 'us-east-1')).rejects.toThrow(
    'AWS_ENDPOINT_URL is http://127.0.0.1:4566, a local cloud, and AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2 is https://kinesisanalytics.eu-west-1.amazonaws.com. Unset it.',
  );
});

test('the variable that makes the SDK pass over the local cloud is found by where calls go', async () => {
  process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true';
  await expect(ensureOneEndpoint(ENDPOINT, 'eu-west-1')).rejects.toThrow(
    'calls go to https://kinesisanalytics.eu-west-1.amazonaws.com: look for ignore_configured_endpoint_urls',
  );
});

test('so is the setting of a profile', async () => {
  writeFileSync(join(folder, 'config'), '[default]\nignore_configured_endpoint_urls = true\n');
  await expect(ensureOneEndpoint(ENDPOINT, 'eu-west-1')).rejects.toThrow('calls go to https://kinesisanalytics');
});
