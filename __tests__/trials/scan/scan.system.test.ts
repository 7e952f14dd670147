import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCheckov, runCheckov, type ScannedStack } from '../../../trials/scan/checkov';
import { SCAN_FOLDER, scan } from '../../../trials/scan/scan';
import { scanReport } from '../../../trials/scan/scan-report';
import { settingsOfTheProject } from '../../../trials/scan/scanned-settings';
import { synthesizeForScan } from '../../../trials/scan/synthesized';
import { isClean, verdictOf } from '../../../trials/scan/verdict';
import { settingsWith } from '../../settings-with';

jest.setTimeout(240_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scan-'));
  // Installs it on a new machine: a hundred packages.
  await checkov();
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const checkov = () => ensureCheckov(join(SCAN_FOLDER, 'checkov'), () => {});

test('Checkov finds nothing in the stacks of the project that has no reason beside it', async () => {
  const scans = await scan(settingsOfTheProject(), () => {});

  expect(scans.map(({ name }) => name)).toEqual(['default', 'production', 'all keys managed']);
  expect(scans.every(({ verdict }) => isClean(verdict)) ? '' : scanReport(scans).join('\n')).toBe('');
  for (const { verdict } of scans) expect(verdict.passed).toBeGreaterThanOrEqual(75);
});

/** The stacks with one attribute of every resource of a type changed behind the code's back. */
function tampered(stacks: readonly ScannedStack[], type: string, attributes: object): ScannedStack[] {
  return stacks.map(({ id, json }) => {
    const stack = JSON.parse(json);
    for (const each of Object.values(stack.resource[type] ?? {})) Object.assign(Object(each), attributes);
    return { id, json: JSON.stringify(stack) };
  });
}

function policyOf(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}

test.each([
  ['a queue without encryption', 'aws_sqs_queue', { sqs_managed_sse_enabled: false }, 'CKV_AWS_27'],
  [
    'a bucket that is open to the public',
    'aws_s3_bucket_public_access_block',
    { block_public_acls: false },
    'CKV_AWS_53',
  ],
  [
    'a queue’s policy for everybody',
    'aws_sqs_queue',
    { policy: policyOf({ Principal: '*', Action: 'sqs:*', Resource: '*' }) },
    'CKV_AWS_168',
  ],
  [
    'a role that may do everything',
    'aws_iam_role_policy',
    { policy: policyOf({ Action: '*', Resource: '*' }) },
    'CKV_AWS_62',
  ],
  [
    'a role that everybody may take on',
    'aws_iam_role',
    { assume_role_policy: policyOf({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }) },
    'CKV_AWS_60',
  ],
])('%s is found', async (_name, type, attributes, check) => {
  const { stacks, exceptions } = synthesizeForScan(settingsWith());
  const verdict = verdictOf(await runCheckov(await checkov(), tampered(stacks, type, attributes), folder), exceptions);

  expect(verdict.failed).toContainEqual(
    expect.objectContaining({ check, address: expect.stringContaining(`${type}.`) }),
  );
});

test('a stack that Checkov cannot read is no stack without findings', async () => {
  const { stacks } = synthesizeForScan(settingsWith());
  const [first = { id: '', json: '' }, ...others] = stacks;

  // Values where Checkov expects blocks: it passes over such a file without an error.
  const unreadable = { ...first, json: JSON.stringify({ ...JSON.parse(first.json), variable: { name: 'text' } }) };
  await expect(runCheckov(await checkov(), [unreadable, ...others], folder)).rejects.toThrow(
    /^Checkov could not read .*application\/cdk\.tf\.json, so it checked nothing there\.$/,
  );
});
