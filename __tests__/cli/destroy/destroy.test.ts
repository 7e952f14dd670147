import { parseDestroy } from '../../../cli/commands/destroy';
import { announcement, ensureAgreed } from '../../../cli/destroy/destroy';
import { UsageError } from '../../../tools/command';
import { settingsWith } from '../../settings-with';

test('the name of the deployment is what is agreed by', () => {
  expect(parseDestroy(['--yes', 'kda-snapshots'])).toEqual({ yes: 'kda-snapshots' });
  expect(parseDestroy([])).toEqual({ yes: undefined });
  expect(() => parseDestroy(['kda-snapshots'])).toThrow(UsageError);
});

test.each(['', 'y', 'yes', 'kda', 'KDA-SNAPSHOTS'])('%j is no agreement', (typed) => {
  expect(() => ensureAgreed(typed, { name: 'kda-snapshots' })).toThrow(
    `Nothing was deleted: "${typed}" is not the name of this deployment, which is "kda-snapshots".`,
  );
});

test('the name is one, with or without the end of its line', () => {
  expect(() => ensureAgreed('kda-snapshots\n', { name: 'kda-snapshots' })).not.toThrow();
});

test('who is asked reads what is deleted, and whose snapshots', () => {
  const application = {
    address: 'a',
    mode: 'managed',
    type: 'aws_kinesisanalyticsv2_application',
    name: 'a',
    values: { name: 'orders' },
  };
  const stacks = [
    { id: 'snapshots', folder: '', resources: [], protections: [] },
    { id: 'application', folder: '', resources: [application], protections: [] },
  ];

  expect(announcement(settingsWith({ name: 'team-a' }), stacks).split('\n')).toEqual([
    'The deployment team-a of config/test.json in eu-west-1 is about to be deleted:',
    '  snapshots: 0 resources',
    '  application: 1 resource',
    '    a (orders, with all its snapshots)',
  ]);
});
