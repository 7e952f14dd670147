import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { protectApplication } from '../../cli/pre-deploy/protect-application';
import { problemsText, selectionProblems } from '../../cli/pre-deploy/selection';
import { FakeClock } from '../lambda-src/fakes/fake-clock';
import { FakeManagedFlink } from '../lambda-src/fakes/fake-managed-flink';

const page = readFileSync(join(__dirname, '../../docs/deploying.md'), 'utf8');
const indented = (lines: string) => lines.replaceAll(/^/gm, '   ');
const TAKEN_AT = new Date('2026-11-25T22:19:22.716Z');

test('docs/deploying.md quotes what a tag that selects nothing is told', async () => {
  const flink = new FakeManagedFlink(new FakeClock(0));
  flink.addApplication('orders', {}, { team: 'streams' });
  const entry = { tag: { key: 'team', value: 'stream' } };
  const problems = await selectionProblems([{ path: 'snapshots.applications[2].tag', entry }], [], flink, 'eu-west-1');

  expect(page).toContain(indented(problemsText('production', problems)));
});

test('and what a running application is told', async () => {
  const clock = new FakeClock(TAKEN_AT.getTime());
  const flink = new FakeManagedFlink(clock);
  flink.addApplication('kda-snapshot-demo');
  for (let age = 1; age < 10; age += 1) {
    flink.addSnapshot('kda-snapshot-demo', `older-${age}`, new Date(TAKEN_AT.getTime() - age * 600_000));
  }
  const takeSnapshot = async (application: string) => {
    flink.addSnapshot(application, 'kda-snapshots.20261125T221922Z.deploy-1f0c3a77', TAKEN_AT);
    return {
      name: 'kda-snapshots.20261125T221922Z.deploy-1f0c3a77',
      takenBy: 'snapshot manager' as const,
      heldUntil: new Date(TAKEN_AT.getTime() + 7 * 86_400_000),
    };
  };
  const { says } = await protectApplication(
    'kda-snapshot-demo',
    {
      allowStateLoss: false,
      noSnapshotBecause: undefined,
      snapshotsEnabledByDeployment: true,
      waitSeconds: 60,
      isLeftAsItIs: false,
    },
    { api: flink, clock, takeSnapshot, suspects: async () => ({ names: new Set() }), report: () => {} },
  );

  expect(page).toContain(indented(says.join('\n')));
});

test('the section on snapshots that fail names every way out that the messages name', () => {
  const section = page.split('## When a snapshot can’t be taken')[1] ?? '';

  for (const way of ['--no-snapshot', '--allow-state-loss', 'kda stop NAME --force', '`no-snapshot`']) {
    expect(section).toContain(way);
  }
});
