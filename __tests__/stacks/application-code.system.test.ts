import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeApplicationCommand, KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { STACK_IDS, type StackId } from '../../config/model/stack-ids';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { writeLocalOverride } from '../../local/terraform/local-override';
import { providerSource } from '../../local/terraform/provider-mirror';
import { run } from '../../tools/processes/run';
import { findTerraform } from '../../tools/terraform';
import { settingsWith } from '../settings-with';
import { type StackJson, type Synthesis, synthesize } from './synthesis';

// The code of an application that is updated, by real Terraform: what is in the bucket when the service is asked to update
// it. The tests go on from one another: an upgrade from the layout of before, a new build, an update that fails.
const BUCKET = 'the-artifacts';
const REGION = 'eu-west-1';
const APPLICATION = 'orders';
const OLD_ADDRESS = 'jar_current_092747FE';

jest.setTimeout(300_000);
let folder: string;
let cloud: LocalCloud;
let proxy: Server;
let environment: NodeJS.ProcessEnv;
let flink: KinesisAnalyticsV2Client;
let s3: S3Client;
const syntheses: Synthesis[] = [];

/** Calls between Terraform and the cloud since `watch` was called. */
let seen: { updates: { code: readonly string[] }[]; deleted: string[]; copied: (string | undefined)[] };
let updatesFail = false;
const watch = () => {
  seen = { updates: [], deleted: [], copied: [] };
};

beforeAll(async () => {
  watch();
  folder = mkdtempSync(join(tmpdir(), 'application-code-'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: REGION,
    accountId: '000000000000',
    engine: 'simulated',
    report: () => {},
  });
  const client = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  flink = new KinesisAnalyticsV2Client(client);
  s3 = new S3Client({ ...client, forcePathStyle: true });
  proxy = createServer((call, answer) => void passOn(call, answer));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  // With `localhost` the provider's S3 calls have the bucket in the path, by the override.
  const through = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const direct = Object.entries(cloud.environment).map(([name, value]) => [
    name,
    value === cloud.endpoint ? through : value,
  ]);
  environment = { ...providerSource(join(folder, 'terraform')).environment, ...Object.fromEntries(direct) };
}, 180_000);

afterAll(async () => {
  for (const synthesis of syntheses) synthesis.dispose();
  proxy.close();
  s3.destroy();
  flink.destroy();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

/** Between Terraform and the cloud: looks into the bucket at each UpdateApplication before the service has it. */
async function passOn(call: IncomingMessage, answer: ServerResponse): Promise<void> {
  const body = Buffer.concat(await call.toArray());
  const path = decodeURIComponent(call.url ?? '');
  if (String(call.headers['x-amz-target']).endsWith('.UpdateApplication')) {
    seen.updates.push({ code: await applicationCode() });
    if (updatesFail) {
      answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      answer.end(JSON.stringify({ __type: 'InvalidArgumentException', message: 'The test refuses this update.' }));
      return;
    }
  }
  if (call.method === 'DELETE' || (call.method === 'POST' && path.includes('?delete'))) {
    seen.deleted.push(path, ...[...body.toString().matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key));
  }
  const source = call.headers['x-amz-copy-source'];
  if (source !== undefined) seen.copied.push(decodeURIComponent(String(source)), call.headers['x-amz-acl']?.toString());
  const { hostname, port } = new URL(cloud.endpoint);
  const options = { hostname, port, method: call.method, path: call.url, headers: call.headers };
  const onward = request(options, (response) => {
    answer.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  onward.end(body);
}

/** Keys of the application's code of which an object is there, marks of deletion left out. */
async function applicationCode(): Promise<string[]> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: 'applications/' }));
  return Versions.filter(({ IsLatest }) => IsLatest)
    .map(({ Key = '' }) => Key)
    .sort();
}

/** The stacks of a build, in the folders that Terraform works in. */
function writeStacks(build: string, edit: Partial<Record<StackId, (json: StackJson) => object>> = {}) {
  const settings = settingsWith({
    region: REGION,
    artifacts: { bucket: BUCKET },
    application: { name: APPLICATION, preventDestroy: false },
  });
  const synthesis = synthesize(settings, { jar: build });
  syntheses.push(synthesis);
  const key = String(synthesis.stacks.artifacts.output['jar-key']?.value);
  const folderOf = (stack: StackId) => join(synthesis.folder, 'cdktf.out/stacks', stack);
  for (const stack of [STACK_IDS.artifacts, STACK_IDS.application]) {
    const json = edit[stack]?.(JSON.parse(synthesis.texts[stack]));
    if (json) writeFileSync(join(folderOf(stack), 'cdk.tf.json'), JSON.stringify(json));
    writeLocalOverride(folderOf(stack), stack, join(folder, 'state'), []);
  }
  const terraform = async (stack: StackId, ...args: string[]) =>
    (await run(findTerraform().binary, args, { cwd: folderOf(stack), environment })).join('\n');
  /** Terraform's output for each stack. */
  const deploy = async () => {
    const printed: string[] = [];
    for (const stack of [STACK_IDS.artifacts, STACK_IDS.application]) {
      await terraform(stack, 'init', '-input=false', '-no-color');
      printed.push(await terraform(stack, 'apply', '-input=false', '-no-color', '-auto-approve'));
    }
    return printed;
  };
  return { key, deploy };
}

/** The two stacks as they were until November 2026: one object, deleted by the stack that uploads the next one. */
function writeOldStacks(build: string) {
  const { key } = writeStacks(build);
  return writeStacks(build, {
    artifacts: (json) => {
      const objects = Object.entries(json.resource.aws_s3_object ?? {}).map(([address, object]) =>
        address.startsWith('jar_upload') ? [OLD_ADDRESS, { ...object, key }] : [address, object],
      );
      const resource = { ...json.resource, aws_s3_object: Object.fromEntries(objects) };
      return { ...json, resource, removed: undefined };
    },
    application: (json) => {
      const { aws_s3_object_copy: _copy, terraform_data: _inUse, ...resource } = json.resource;
      const text = JSON.stringify({ ...json, resource })
        .replaceAll(`${BUCKET}/applications/*`, `${BUCKET}/${key}`)
        .replace(/,"aws_s3_object_copy\.[^"]*"/, '');
      return JSON.parse(text);
    },
  });
}

async function fileKey(): Promise<string | undefined> {
  const { ApplicationDetail } = await flink.send(new DescribeApplicationCommand({ ApplicationName: APPLICATION }));
  return ApplicationDetail?.ApplicationConfigurationDescription?.ApplicationCodeConfigurationDescription
    ?.CodeContentDescription?.S3ApplicationCodeLocationDescription?.FileKey;
}

test('an upgrade deletes nothing of what the application was made from, and does not update the application', async () => {
  const before = writeOldStacks('first build');
  await before.deploy();
  expect(await applicationCode()).toEqual([before.key]);

  watch();
  const after = writeStacks('first build');
  const [artifacts, application] = await after.deploy();
  expect(after.key).toBe(before.key);
  expect(artifacts).toContain(`aws_s3_object.${OLD_ADDRESS}`);
  expect(artifacts).toContain('will no longer be managed by Terraform');
  expect(application).toContain('2 added, 1 changed, 0 destroyed');
  expect(seen.updates).toEqual([]);
  expect(seen.deleted.filter((path) => path.includes('applications/'))).toEqual([]);
  expect([await applicationCode(), await fileKey()]).toEqual([[before.key], before.key]);
});

test('a new build is there before the application is updated, and the earlier one until it was', async () => {
  watch();
  const [first, next] = [writeStacks('first build'), writeStacks('second build')];
  await next.deploy();
  expect(seen.updates).toEqual([{ code: [first.key, next.key].sort() }]);
  expect(seen.copied).toEqual([expect.stringMatching(/^the-artifacts\/uploads\/[0-9a-f]{16}\.jar$/), undefined]);
  expect([await applicationCode(), await fileKey()]).toEqual([[next.key], next.key]);
});

test('an update that fails leaves the earlier build; the next one that works takes it away', async () => {
  watch();
  const [earlier, next] = [writeStacks('second build'), writeStacks('third build')];
  updatesFail = true;
  for (const _attempt of ['first', 'again']) {
    await expect(next.deploy()).rejects.toThrow('The test refuses this update.');
    expect([await applicationCode(), await fileKey()]).toEqual([[earlier.key, next.key].sort(), earlier.key]);
  }

  updatesFail = false;
  watch();
  await next.deploy();
  expect(seen.updates).toEqual([{ code: [earlier.key, next.key].sort() }]);
  expect([await applicationCode(), await fileKey()]).toEqual([[next.key], next.key]);
});

test('the earlier build deployed again after an update that failed keeps its code', async () => {
  const [earlier, next] = [writeStacks('third build'), writeStacks('fourth build')];
  updatesFail = true;
  await expect(next.deploy()).rejects.toThrow('The test refuses this update.');
  updatesFail = false;

  watch();
  await writeStacks('third build').deploy();
  expect(seen.updates).toEqual([]);
  expect([await applicationCode(), await fileKey()]).toEqual([[earlier.key], earlier.key]);
});

test('nothing is left to do afterwards', async () => {
  const printed = await writeStacks('third build').deploy();
  expect(printed.filter((each) => !each.includes('0 added, 0 changed, 0 destroyed'))).toEqual([]);
});
