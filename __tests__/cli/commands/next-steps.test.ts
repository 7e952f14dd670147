import { nextSteps, showNextSteps } from '../../../cli/next-steps';
import { ENTRIES, nameOf } from '../../../cli/program';
import { settingsWith } from '../../settings-with';
import { synthesize } from '../../stacks/synthesis';

test('every link among the stacks’ outputs stands there whole, at the end of a line', () => {
  const settings = settingsWith({ name: 'team-a', application: { name: 'orders' } });
  const synthesis = synthesize(settings);
  try {
    const urls = Object.values(synthesis.stacks).flatMap(({ output = {} }) =>
      Object.entries(output).flatMap(([name, { value }]) =>
        /-url$/.test(name) && value.startsWith('https://') ? value : [],
      ),
    );
    const ends = showNextSteps(settings)
      .split('\n')
      .map((line) => line.split(' ').at(-1));

    expect(urls.length).toBeGreaterThan(7);
    expect(ends).toEqual(expect.arrayContaining(urls));
  } finally {
    synthesis.dispose();
  }
});

test.each([
  ['an application of its own', { application: { name: 'orders' } }],
  ['applications that run already', { application: undefined, snapshots: { applications: ['orders'] } }],
])('with %s: every step that names a command names one that there is, for that application', (_case, input) => {
  const commands = nextSteps(settingsWith(input)).flatMap((step) => [...step.matchAll(/npx kda (\S+) (\S+)/g)]);

  expect(commands.length).toBeGreaterThan(2);
  const names = ENTRIES.map(nameOf);
  for (const [, command = '', name] of commands) {
    expect({ command, isThere: names.includes(command), name }).toEqual({ command, isThere: true, name: 'orders' });
  }
});

test('whoever gets mail is named, and a deployment that tells nobody says so', () => {
  expect(showNextSteps(settingsWith({ notifications: { mailAddresses: ['a@example.com'] } }))).toContain(
    'was sent to a@example.com: without it no alarm arrives.',
  );
  expect(showNextSteps(settingsWith())).toContain(
    'Warning: config/test.json has no notifications.mailAddresses and no alarms.pagerTopicArns: nobody is notified of any problem',
  );
  const paged = settingsWith({ alarms: { pagerTopicArns: ['arn:aws:sns:eu-west-1:111122223333:pager'] } });
  expect(showNextSteps(paged)).not.toContain('Warning');
});

test.each([
  [{}, 'every 10 minutes'],
  [{ scheduleMinutes: 15 }, 'every 15 minutes'],
  [{ scheduleCron: '0 2 * * ? *' }, 'at the times of cron(0 2 * * ? *)'],
])('with %j the scheduled runs are %s', (snapshots, words) => {
  const alarms = { snapshotAgeMinutes: 2880 };
  expect(nextSteps(settingsWith({ snapshots, alarms })).join('\n')).toContain(`Check the scheduled runs (${words})`);
});
