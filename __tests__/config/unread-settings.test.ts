import { z } from 'zod';
import type { SchemaNode } from '../../config/schema/schema-node';
import { settingsSchema } from '../../config/schema/settings';
import { withUnbuiltApp } from '../../stacks/synthesis/unbuilt-app';
import { settingsWith } from '../settings-with';
import { recordedReads } from './recorded-reads';

/** Settings that no stack reads, and who reads them instead. */
const READ_ELSEWHERE: Readonly<Record<string, string>> = {
  $schema: 'editors, which complete and check the file by it',
  profile: 'kda status --all-environments (clients-profile.test.ts)',
  names: 'the schema itself, which completes the names of topic, tables and dashboard (default-names.test.ts)',
};

/** The path of each value that a settings file can have: `a.b`, `list[].c`; `*` for a key that the file chooses. */
function leavesOf(node: SchemaNode, path = ''): string[] {
  const forms = [node.anyOf ?? [], node.oneOf ?? []].flat();
  if (forms.length > 0) return forms.flatMap((form) => leavesOf(form, path));
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([name, each]) => leavesOf(each, path ? `${path}.${name}` : name));
  }
  if (typeof node.additionalProperties === 'object') return leavesOf(node.additionalProperties, `${path}.*`);
  if (node.items?.anyOf || node.items?.properties) return leavesOf(node.items, `${path}[]`);
  return [path];
}

const SCHEMA: SchemaNode = JSON.parse(JSON.stringify(z.toJSONSchema(settingsSchema, { io: 'input' })));
const LEAVES = [...new Set(leavesOf(SCHEMA))];

/** Changes each alarm of a schema of `tune` in every way that it has. */
function tuneAll(tune: SchemaNode | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tune?.properties ?? {}).map(([id, alarm]) => {
      const { properties } = alarm.anyOf?.find((form) => form.properties) ?? {};
      if (properties === undefined) return [id, false];
      const figures = Object.entries(properties).map(([name, { minimum }]) => [name, minimum]);
      return [id, { ...Object.fromEntries(figures), periods: { breaching: 1, of: 1 } }];
    }),
  );
}

const { alarms, snapshots } = SCHEMA.properties ?? {};
const TUNE = tuneAll(alarms?.properties?.tune);
const TUNE_OF_ONE = tuneAll(snapshots?.properties?.applications?.items?.anyOf?.[1]?.properties?.tune);
const VPC = { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] };

/** Every setting of a retention: the whole of it goes to the snapshot manager. */
const RETENTION = {
  keepLast: 3,
  keepHourly: 3,
  keepDaily: 3,
  keepWeekly: 3,
  keepMonthly: 3,
  keepYearly: 3,
  keepWithin: '1d',
  keepWithinHourly: '1d',
  keepWithinDaily: '1d',
  keepWithinWeekly: '1d',
  keepWithinMonthly: '1d',
  keepWithinYearly: '1d',
  serviceSnapshots: { keepLast: 1, keepWithin: '1d' },
  timeZone: 'UTC',
  keepFailed: '1d',
  suspectKeepDays: 7,
  keepAtMost: 100,
  deleteSurplus: true,
};

/** Every setting of quiet hours, which go to the snapshot manager as they are. */
const QUIET = { from: '22:00', until: '06:00', days: ['SUN'], timeZone: 'UTC', why: 'nightly load' };

/** Between them they make every part of the stacks. */
const RICH = [
  {
    tags: { team: 'a' },
    application: {
      vpc: VPC,
      properties: { Group: { key: 'value' } },
      roleStatements: [{ sid: 'Streams', actions: ['kinesis:GetRecords'], resources: ['*'], why: 'a test of all' }],
    },
    state: { kind: 's3', bucket: 'the-state', region: 'eu-west-1' },
    snapshots: {
      vpc: VPC,
      retention: RETENTION,
      quietHours: QUIET,
      applications: [
        {
          name: 'orders',
          retention: RETENTION,
          quietHours: QUIET,
          notify: 'always',
          tune: TUNE_OF_ONE,
          drill: { window: '04:00-04:30', days: ['SUN'] },
          provenWithinDays: 8,
        },
      ],
    },
    security: { keys: { default: 'managed' } },
    notifications: { mailAddresses: ['ops@example.com'] },
    alarms: { tune: TUNE, pagerTopicArns: ['arn:aws:sns:eu-west-1:123456789012:pager'] },
  },
  {
    application: undefined,
    state: { kind: 'terraform-cloud', organization: 'acme' },
    snapshots: {
      provenWithinDays: 30,
      applications: [
        { name: 'orders', tune: { 'needs-a-person': false }, drill: { window: '04:00-04:30' } },
        { tag: { key: 'team', value: 'a' } },
      ],
    },
    alarms: { tune: { ...TUNE, 'needs-a-person': undefined } },
  },
  {},
];

function readsOfAll(): Set<string> {
  const reads = new Set<string>();
  for (const input of RICH) {
    const settings = recordedReads(settingsWith(input), (path) => reads.add(path));
    withUnbuiltApp(settings, (app) => app.synth());
  }
  return reads;
}

test('every setting is read by what makes the stacks and the environment of the snapshot manager', () => {
  const reads = [...readsOfAll()];
  const isRead = (leaf: string) => {
    const pattern = new RegExp(`^${leaf.replaceAll(/[.[\]$]/g, '\\$&').replaceAll('*', '[^.]+')}$`);
    return reads.some((path) => pattern.test(path));
  };
  expect(LEAVES.filter((leaf) => !isRead(leaf)).toSorted()).toEqual(Object.keys(READ_ELSEWHERE).toSorted());
});
