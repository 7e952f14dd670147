import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadSettings, SettingsError } from '../../config/load-settings';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder('name-choice');

const S3 = { kind: 's3', bucket: 'the-state', region: 'eu-west-1' };
const TERRAFORM_CLOUD = { kind: 'terraform-cloud', organization: 'acme' };
const WRITTEN = {
  notifications: { topicName: 'pages' },
  audit: { tableName: 'rows', holdsTableName: 'holds' },
  dashboard: { name: 'board' },
};

/** Reason why the settings are refused; undefined when they are accepted. */
function refusal(input: object): string | undefined {
  const settings = { artifacts: { bucket: 'my-artifacts' }, application: {}, region: 'eu-west-1', ...input };
  writeFileSync(join(folder.path, 'test.json'), JSON.stringify(settings));
  try {
    loadSettings('test', folder.path);
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('test.json: ').at(-1);
    throw error;
  }
}

/** Terraform state of a deployment whose audit table has this name. */
function writeState(table: string): object {
  const directory = join(folder.path, 'state');
  const file = join(directory, 'test/snapshots.tfstate');
  mkdirSync(dirname(file), { recursive: true });
  const resources = [{ type: 'aws_dynamodb_table', instances: [{ attributes: { name: table } }] }];
  writeFileSync(file, JSON.stringify({ version: 4, resources }, null, 2));
  return { kind: 'local', directory };
}

describe('a deployment of another name than the default, which may have been deployed under the reference’s names', () => {
  test.each([
    ['a state in S3', { state: S3 }],
    ['a state in Terraform Cloud', { state: TERRAFORM_CLOUD }],
    ['one name left out', { state: S3, ...WRITTEN, dashboard: {} }],
  ])('has to choose: %s', (_case, input) => {
    expect(refusal({ name: 'orders', ...input })).toBe(
      'names is missing, expected "deployment" or "reference". For a new deployment write "names": "deployment": topic orders-notifications, tables orders-audit and orders-holds, dashboard orders_dashboard. A deployment older than this setting has KDASnapshotNotification, snapshot_manager_status, snapshot_manager_holds and KDA-Snapshot-Dashboard unless its settings name others: write "names": "reference", because another name would delete its tables with all their rows.',
    );
  });

  test.each([
    ['that chose the derived names', { state: S3, names: 'deployment' }],
    ['that chose the reference’s', { state: S3, names: 'reference' }],
    ['that gives every name', { state: S3, ...WRITTEN }],
    ['whose state is a local file that is not there', {}],
  ])('is accepted: one %s', (_case, input) => {
    expect(refusal({ name: 'orders', ...input })).toBeUndefined();
  });

  test('is found in a local state', () => {
    expect(refusal({ name: 'orders', state: writeState('snapshot_manager_status') })).toMatch(/^names is missing/);
    expect(refusal({ name: 'orders', state: writeState('orders-audit') })).toBeUndefined();
  });
});

test('a deployment of the default name has nothing to choose', () => {
  expect(refusal({ state: S3 })).toBeUndefined();
  expect(refusal({ state: TERRAFORM_CLOUD })).toBeUndefined();
});

test('a table can’t be taken over under a derived name, which no table has that was made elsewhere', () => {
  const taken = { import: { auditTable: true }, name: 'orders', names: 'deployment', state: S3 };

  expect(refusal(taken)).toBe(
    'audit.tableName is missing beside import.auditTable, expected the name of the table to import. Add it, or write "names": "reference" for snapshot_manager_status.',
  );
  expect(refusal({ ...taken, audit: { tableName: 'rows' } })).toBeUndefined();
  expect(refusal({ ...taken, names: 'reference' })).toBeUndefined();
});
