import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadSettings } from '../../../config/load-settings';
import { namesOf } from '../../../config/model/names';
import { STACK_IDS } from '../../../config/model/stack-ids';
import { ACCOUNT_ID, type LocalSession, openLocalSession } from '../../../local/local-session';
import { deployLocally, synthesizeLocally } from '../../../local/terraform/cdktf';
import { Progress } from '../../../tools/progress';
import { findEngines } from '../../../tools/terraform';
import { type DemoResult, runDemo } from '../../../trials/demo/demo';
import { Observer } from '../../../trials/demo/observer';
import { waitUntil } from '../../../trials/demo/wait-until';
import { copyCheckout } from '../../../trials/reproducibility/copy-checkout';
import { planLocally } from '../../local/terraform/plan-locally';
import { PressedTroubles } from '../../local/trouble/pressed-troubles';
import { attributeKeys } from '../../recorded-calls/changes';
import {
  documentedPolicy,
  type Filling,
  filled,
  type PolicyFile,
  refusals,
  unneeded,
} from '../../recorded-calls/judge';
import { type AttributeValues, OneRoot } from '../../recorded-calls/one-root';
import { type Phase, Recorder } from '../../recorded-calls/recorder';
import { RIGHTS_WITHOUT_A_CALL } from '../../recorded-calls/rights-without-a-call';
import { OwnersChanges } from './owners-changes';
import { SavepointDamage, ScheduledDrills, together } from './scheduled-drills';

/** The whole way on the real Flink, by the same code as `npm run demo`. */
jest.setTimeout(15 * 60_000);

const PROJECT = resolve(__dirname, '../../..');
const STACKS = ['application', 'artifacts', 'snapshots', 'upkeep'];

/** Terraform's calls in all of this file, by phase. */
const recorder = new Recorder({ region: loadSettings('demo').region, accountId: ACCOUNT_ID });

let folder: string;
let damage: SavepointDamage;
let session: LocalSession;
let result: DemoResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kda-demo-'));
  damage = new SavepointDamage(folder);
  const progress = new Progress((line) => process.stderr.write(`${line}\n`));
  recorder.phase = 'create';
  session = await openLocalSession({
    environmentName: 'demo',
    recorder: together(recorder, damage),
    after: STACK_IDS.application,
    folder: join(folder, 'cloud'),
    waitScale: 0.2,
    progress,
    signal: new AbortController().signal,
  });
  result = await runDemo(session, progress);
});

afterAll(async () => {
  await session?.close();
  rmSync(folder, { recursive: true, force: true });
});

const messages = (index: number) => result.restores[index]?.lines.map((line) => line.message);

test('the first start is from empty state', () => {
  expect(messages(0)).toEqual(['The application was not restored from context', 'Amount of users: 1']);
});

test('the schedule made at least four snapshots besides the one asked for, every one audited as taken', () => {
  const taken = result.records.filter(({ state }) => state === 'taken');
  expect(taken.length).toBeGreaterThanOrEqual(5);
  for (const { snapshot } of taken) expect(snapshot?.durationMs).toBeGreaterThan(0);
});

test('of this manager’s snapshots just the newest three are left, all READY', () => {
  const taken = result.records.filter(({ state }) => state === 'taken').map(({ snapshot }) => snapshot?.name);
  const own = result.snapshots.filter((snapshot) => taken.includes(snapshot.SnapshotName ?? ''));
  expect(own.map((snapshot) => snapshot.SnapshotName)).toEqual(taken.slice(-3));
  expect(own.map((snapshot) => snapshot.SnapshotStatus)).toEqual(['READY', 'READY', 'READY']);
  expect(result.pruned).toEqual(taken.slice(0, -3));
});

test('the stops of the operator and of the drill left a snapshot of the service each, which nobody prunes', () => {
  const names = result.snapshots.map((snapshot) => snapshot.SnapshotName ?? '');
  expect(names.filter((name) => name.startsWith('STOP-'))).toEqual([
    result.restores[2]?.snapshotName,
    result.restores[5]?.snapshotName,
  ]);
});

test('a run while the application was stopped is audited as skipped', () => {
  const skipped = result.records.filter(({ state }) => state === 'skipped');
  // On a slow machine the schedule's own run may meet the application while it starts.
  expect(skipped.map(({ applicationStatus }) => applicationStatus)).toContain('READY');
  expect(skipped.filter(({ reason, snapshot }) => reason !== 'not-running' || snapshot !== undefined)).toEqual([]);
});

test.each([
  [1, 'an older snapshot'],
  [2, 'the latest snapshot'],
  [4, 'the snapshot before a time'],
])('start %i goes on from %s, no user lost or counted twice', (index) => {
  const restore = result.restores[index];
  const count = restore?.restoredCount ?? Number.NaN;
  expect(messages(index)).toEqual([
    'The application was restored from context',
    `The amount of processed users after context restore is ${count}`,
    `Amount of users: ${count + 1}`,
  ]);
  expect(count).toBeGreaterThanOrEqual(restore?.expected?.atLeast ?? Number.NaN);
  expect(count).toBeLessThanOrEqual(restore?.expected?.atMost ?? Number.NaN);
});

test('the latest snapshot knows more users than the older one', () => {
  expect(result.restores[2]?.restoredCount).toBeGreaterThan(result.restores[1]?.restoredCount ?? Number.NaN);
});

test('the start before the last is from empty state again', () => {
  expect(messages(3)).toEqual(['The application was not restored from context', 'Amount of users: 1']);
});

test('the last start goes back in time, by the words of an operator', () => {
  expect(result.restores[4]).toMatchObject({
    typed: expect.stringMatching(/^kda restore kda-snapshot-demo --before \S+Z --why ".+" --yes$/),
    snapshotName: result.restores[1]?.snapshotName,
  });
});

test('a drill stops it, starts it from the state of that stop, and proves that it goes on', () => {
  const drill = result.restores[5];
  expect(drill?.typed).toBe('kda drill kda-snapshot-demo --in-place --why demo --yes');
  expect(drill?.snapshotName).toMatch(/^STOP-/);
  expect(drill?.restoredCount).toBe(drill?.expected?.atMost);
  const [record] = result.records.filter(({ state }) => state === 'drilled');
  expect(record).toMatchObject({ reason: 'drill-proven', drill: { verdict: 'proven' } });
  expect(record?.drill?.restoredFrom?.name).toBe(drill?.snapshotName);
});

test('it ends with kda status, which says that everything is safe', () => {
  // With its lines, so that a failure shows why.
  expect(result.status).toEqual({ line: 'kda status', exitCode: 0, lines: expect.any(Array) });
  expect(result.status.lines.join('\n')).toMatch(/✔ +kda-snapshot-demo +RUNNING/);
});

test('a mail was sent for each run', () => {
  const toOps = result.mails.filter((mail) => mail.to === 'ops@example.com');
  expect(toOps.length).toBeGreaterThanOrEqual(result.records.length);
});

test('every alarm was evaluated', () => {
  expect(result.alarms.length).toBeGreaterThan(0);
  for (const alarm of result.alarms) expect(['OK', 'ALARM', 'INSUFFICIENT_DATA']).toContain(alarm.state);
});

describe('a drill that the rule of its window starts', () => {
  let observer: Observer;
  let drills: ScheduledDrills;
  const mailsAbout = (what: RegExp) =>
    session.cloud.mails().filter(({ to, subject }) => to === 'ops@example.com' && what.test(subject));

  beforeAll(async () => {
    await session.deployed;
    observer = new Observer(session);
    drills = new ScheduledDrills(session, observer);
  });

  test('proves the state of its stop, and the state machine ends well', async () => {
    const record = await drills.fire();
    expect(record).toMatchObject({
      reason: 'drill-proven',
      drill: { verdict: 'proven', restoredFrom: { name: expect.stringMatching(/^STOP-/) } },
    });
    expect(await observer.startedFrom()).toBe(record.drill?.restoredFrom?.name);
    expect((await drills.executions()).at(-1)).toBe('SUCCEEDED');
  });

  test('fails when that state is damaged, brings the application back, and mails once', async () => {
    const mailsBefore = mailsAbout(/drill/).length;
    damage.arm();
    const record = await drills.fire();
    expect(damage.damaged).toBeDefined();
    expect(record).toMatchObject({ reason: 'drill-not-proven', drill: { verdict: 'not-proven' } });
    expect(await observer.startedFrom()).toMatch(/before-drill$/);
    expect((await drills.executions()).at(-1)).toBe('SUCCEEDED');
    expect(mailsAbout(/drill/).length - mailsBefore).toBe(1);
  });

  test('puts drill-failed in ALARM, until the next one is proven', async () => {
    const stateOfAlarm = async () => (await observer.alarms()).find(({ name }) => /\/drill-failed$/.test(name))?.state;
    const until = (state: string) =>
      waitUntil(`drill-failed to be ${state}`, async () => ((await stateOfAlarm()) === state ? state : undefined), {
        timeoutMs: 150_000,
        signal: session.signal,
      });
    expect(await until('ALARM')).toBe('ALARM');
    expect(await drills.fire()).toMatchObject({ reason: 'drill-proven' });
  });
});

// The other troubles of a job are pressed in __tests__/page/page.system.test.ts, by the buttons of the page.
describe('broken checkpoints, by the local cloud’s own door,', () => {
  let troubles: PressedTroubles;
  let observer: Observer;

  beforeAll(() => {
    troubles = new PressedTroubles(session);
    observer = new Observer(session);
  });

  test('make a snapshot fail, and mended, one is taken again', async () => {
    // Both ask for a run themselves; one that was asked for beside it may be skipped, as older or in flight.
    const runAfter = (pressedAt: Date, wanted: string) =>
      waitUntil(
        `a run that is ${wanted}`,
        async () =>
          (await observer.records()).find(({ state, startedAt }) => state === wanted && startedAt > pressedAt),
        { timeoutMs: 60_000, signal: session.signal },
      );
    const brokenAt = new Date();
    expect(await troubles.press('checkpoints', 'begin')).toMatchObject({ state: 'present', error: null });
    await runAfter(brokenAt, 'failed');
    const mendedAt = new Date();
    expect(await troubles.press('checkpoints', 'mend')).toMatchObject({ state: 'absent', error: null });
    await runAfter(mendedAt, 'taken');
  });

  test('leave the application as Terraform knows it', async () => {
    await session.deployed;
    const plan = await planLocally(session.deployment, 'application');
    expect(plan.empty || plan.lines.join('\n')).toBe(true);
  });
});

describe('what docs/security.md leaves to the account’s owner', () => {
  let owner: OwnersChanges;

  beforeAll(async () => {
    await session.deployed;
    recorder.phase = 'plan';
    owner = new OwnersChanges(session);
    await owner.make();
  });

  test('makes no change for a second cdktf deploy', async () => {
    expect(await deployLocally(session.deployment)).toEqual({ added: 0, changed: 0, destroyed: 0 });
  });

  test('is still there after it', async () => {
    expect(await owner.read()).toEqual({
      protectedTables: [true, true],
      rolePolicies: ['owners-streams', 'read-code-write-logs'],
      ownersSubscriptions: 1,
    });
  });
});

describe('a second checkout, in another folder, that builds everything itself', () => {
  let checkout: string;

  beforeAll(async () => {
    checkout = join(folder, 'a second checkout');
    copyCheckout(PROJECT, checkout, { linkModules: true });
    const second = { ...session.deployment, project: checkout, output: join(checkout, 'cdktf.out') };
    expect(await synthesizeLocally(second)).toEqual(STACKS);
  });

  test.each(STACKS)('plans no changes of the deployed stack %s', async (stack) => {
    const plan = await planLocally({ ...session.deployment, output: join(checkout, 'cdktf.out') }, stack);
    expect(plan.empty || plan.lines.join('\n')).toBe(true);
    expect(plan.lines.join('\n')).toContain('No changes. Your infrastructure matches the configuration.');
  });
});

const [engine, other] = findEngines();

// Terraform does not take over OpenTofu’s provider addresses in return (docs/engines.md).
if (engine?.product === 'Terraform' && other) {
  test.each(STACKS)(
    `${other.product} ${other.version} takes over the state of the stack %s and plans no changes`,
    async (stack) => {
      const output = join(folder, 'other-engine');
      const stateFolder = join(folder, 'other-state');
      cpSync(session.deployment.stateFolder, stateFolder, { recursive: true });
      const deployment = {
        ...session.deployment,
        output,
        stateFolder,
        environment: { ...session.deployment.environment, TERRAFORM_BINARY_NAME: other.binary },
      };
      await synthesizeLocally(deployment);
      const plan = await planLocally(deployment, stack);
      expect(plan.empty || plan.lines.join('\n')).toBe(true);
      expect(plan.lines.join('\n')).toContain('No changes. Your infrastructure matches the configuration.');
    },
  );
} else {
  process.stderr.write('Taking over a state is not tried: that needs Terraform as the engine, and OpenTofu on PATH.\n');
}

test('a second local cloud on the same folder is refused, and the first goes on', async () => {
  const second = openLocalSession({
    environmentName: 'demo',
    folder: join(folder, 'cloud'),
    progress: new Progress(() => undefined),
    signal: new AbortController().signal,
  });
  await expect(second).rejects.toThrow(/already|in use|running/i);
  expect((await fetch(session.cloud.endpoint)).status).toBeLessThan(600);
});

describe('the calls of Terraform, from the first deployment through a change of everything to the last destruction', () => {
  let root: OneRoot;
  let planned: readonly string[];
  let [before, changed, back]: AttributeValues[] = [];
  const filling = (): Filling => {
    const { artifactsBucket, application = '' } = namesOf(session.settings);
    return { region: session.settings.region, accountId: ACCOUNT_ID, artifactsBucket, application };
  };
  const rights = (file: PolicyFile) => documentedPolicy(file, filling());
  const all: readonly Phase[] = ['create', 'plan', 'change', 'change back', 'destroy'];

  beforeAll(async () => {
    root = new OneRoot(session.deployment, join(folder, 'one-root'));
    await root.open();
    before = root.attributes();
    recorder.phase = 'change';
    planned = await root.change();
    changed = root.attributes();
    recorder.phase = 'change back';
    planned = [...planned, ...(await root.changeBack())];
    back = root.attributes();
    recorder.phase = 'destroy';
    await root.destroy();
    recorder.phase = undefined;
  });

  test('change every resource that can be changed in place, and make none anew', () => {
    expect(planned.length).toBeGreaterThan(100);
    expect(planned.filter((each) => !each.startsWith('update '))).toEqual([]);
  });

  test('change every attribute that the stacks write and that can be changed, and change it back', () => {
    const { written, added } = attributeKeys();

    expect(written.filter((key) => before?.get(key) === changed?.get(key))).toEqual([]);
    expect(written.filter((key) => before?.get(key) !== back?.get(key))).toEqual([]);
    expect(added.filter((key) => changed?.get(key) === back?.get(key))).toEqual([]);
  });

  test('leave nothing behind', () => {
    expect([...root.attributes().keys()]).toEqual([]);
  });

  test('are known, each with the right that it takes', () => {
    expect(recorder.unknown()).toEqual([]);
    for (const phase of all) expect(recorder.requests(phase).length).toBeGreaterThan(30);
  });

  test('are allowed by docs/plan-role-policy.json while it plans', () => {
    const plan = recorder.requests('plan');

    expect(refusals(plan, rights('plan-role-policy.json'), session.settings.name)).toEqual([]);
  });

  test('are allowed by docs/deployer-policy.json, all of them', () => {
    expect(refusals(recorder.requests(...all), rights('deployer-policy.json'), session.settings.name)).toEqual([]);
  });

  test.each<[PolicyFile, readonly Phase[]]>([
    ['deployer-policy.json', all],
    ['plan-role-policy.json', ['plan']],
  ])('need each right of docs/%s, but those that have another reason', (file, phases) => {
    const known = Object.keys(RIGHTS_WITHOUT_A_CALL[file]).map((right) => filled(right, filling()));

    expect(unneeded(recorder.requests(...phases), rights(file), session.settings.name)).toEqual(known.sort());
  });
});
