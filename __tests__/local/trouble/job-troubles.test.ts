import { PROPERTY_GROUP } from '../../../config/model/names';
import { BREAK_CHECKPOINTS, CORRUPT_THE_STATE, CRASH_THE_JOB } from '../../../local/trouble/job-troubles';
import { STOP_THE_APPLICATION } from '../../../local/trouble/stop-trouble';
import { temporaryFolder } from '../../temporary-folder';
import { ORDERS, scene as sceneIn } from './scene';

const folder = temporaryFolder('job-troubles');
const PROPERTIES = { pauseBetweenUserGeneration: '250' };
const scene = (properties: Readonly<Record<string, string>> = PROPERTIES, code?: string) =>
  sceneIn(folder.path, properties, code);

describe.each([
  [BREAK_CHECKPOINTS, { checkpointFault: 'decline' }],
  [CRASH_THE_JOB, { failJob: 'true' }],
])('$id', (trouble, fault) => {
  test('is set in the running job, seen from outside, and taken back to exactly what was before', async () => {
    const { scene: here } = await scene();
    const before = (await here.acts.describe(ORDERS)).ApplicationConfigurationDescription;
    expect(await trouble.isPresent(here, { name: ORDERS, memory: undefined })).toBe(false);

    const memory = await trouble.begin(here, ORDERS);
    expect(await here.acts.properties(ORDERS)).toEqual({ ...PROPERTIES, ...fault });
    expect((await here.acts.describe(ORDERS)).ApplicationStatus).toBe('RUNNING');
    expect(await trouble.isPresent(here, { name: ORDERS, memory: undefined })).toBe(true);

    await trouble.mend(here, { name: ORDERS, memory });
    const after = await here.acts.describe(ORDERS);
    expect(after.ApplicationStatus).toBe('RUNNING');
    expect(after.ApplicationConfigurationDescription?.EnvironmentPropertyDescriptions).toEqual(
      before?.EnvironmentPropertyDescriptions,
    );
  });

  test('is mended by the properties alone, without the memory of its begin', async () => {
    const { scene: here } = await scene();
    await trouble.begin(here, ORDERS);
    await trouble.mend(here, { name: ORDERS, memory: undefined });
    expect(await here.acts.properties(ORDERS)).toEqual(PROPERTIES);
  });

  test('mended twice, the job is stopped once', async () => {
    const { scene: here } = await scene();
    const memory = await trouble.begin(here, ORDERS);
    await trouble.mend(here, { name: ORDERS, memory });
    const { ApplicationVersionId: version } = await here.acts.describe(ORDERS);
    await trouble.mend(here, { name: ORDERS, memory });
    expect((await here.acts.describe(ORDERS)).ApplicationVersionId).toBe(version);
  });

  test('of an application that was stopped meanwhile is taken back without a start', async () => {
    const { scene: here } = await scene();
    const memory = await trouble.begin(here, ORDERS);
    await here.acts.stop(ORDERS, { force: true });
    await trouble.mend(here, { name: ORDERS, memory });
    expect(await here.acts.properties(ORDERS)).toEqual(PROPERTIES);
    expect((await here.acts.describe(ORDERS)).ApplicationStatus).toBe('READY');
  });
});

test('a property that the job had before has its value again', async () => {
  const { scene: here } = await scene({ checkpointFault: 'block', checkpointFaultMillis: '10' });
  const memory = await BREAK_CHECKPOINTS.begin(here, ORDERS);
  await BREAK_CHECKPOINTS.mend(here, { name: ORDERS, memory });
  expect(await here.acts.properties(ORDERS)).toEqual({ checkpointFault: 'block', checkpointFaultMillis: '10' });
});

test('a group that the application did not have is gone again; others are never touched', async () => {
  const { scene: here } = await scene({});
  const groups = async () =>
    (await here.acts.describe(ORDERS)).ApplicationConfigurationDescription?.EnvironmentPropertyDescriptions
      ?.PropertyGroupDescriptions;
  const owners = { PropertyGroupId: 'Owners', PropertyMap: { topic: 'orders-in' } };
  const memory = await CRASH_THE_JOB.begin(here, ORDERS);
  expect(await groups()).toEqual([{ PropertyGroupId: PROPERTY_GROUP, PropertyMap: { failJob: 'true' } }, owners]);
  await CRASH_THE_JOB.mend(here, { name: ORDERS, memory });
  expect(await groups()).toEqual([owners]);
});

describe('a corrupt state', () => {
  test('comes of a release that is taken back, and is there until a restore from before it', async () => {
    const { scene: here, call, plane } = await scene();
    await call('CreateApplicationSnapshot', { ApplicationName: ORDERS, SnapshotName: 'good' });
    await plane.whenIdle();
    const memory = await CORRUPT_THE_STATE.begin(here, ORDERS);
    expect(await here.acts.properties(ORDERS)).toEqual(PROPERTIES);
    const corrupt = () => CORRUPT_THE_STATE.isPresent(here, { name: ORDERS, memory });
    expect(await corrupt()).toBe(true);
    expect(CORRUPT_THE_STATE.command(ORDERS, memory)).toBe(
      `kda restore orders --before ${memory.since} --why "its state is wrong since then"`,
    );

    await here.acts.restart(ORDERS, (properties) => properties, 'latest');
    expect(await corrupt()).toBe(true);

    const startFrom = async (ApplicationRestoreConfiguration: object) => {
      await here.acts.stop(ORDERS, { force: true });
      await call('StartApplication', {
        ApplicationName: ORDERS,
        RunConfiguration: { ApplicationRestoreConfiguration },
      });
      await plane.whenIdle();
    };
    const custom = (SnapshotName: string) => ({
      ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
      SnapshotName,
    });
    await call('CreateApplicationSnapshot', { ApplicationName: ORDERS, SnapshotName: 'bad' });
    await plane.whenIdle();
    // The moment is a whole second, rounded up: what is as old as the last good state counts as good.
    const bad = { ...memory, since: new Date(Date.now() - 60_000).toISOString() };
    await startFrom(custom('bad'));
    expect(await CORRUPT_THE_STATE.isPresent(here, { name: ORDERS, memory: bad })).toBe(true);
    await startFrom(custom('good'));
    expect(await corrupt()).toBe(false);
  });

  test('is over after a start with empty state', async () => {
    const { scene: here } = await scene();
    const memory = await CORRUPT_THE_STATE.begin(here, ORDERS);
    await here.acts.restart(ORDERS, (properties) => properties, 'none');
    expect(await CORRUPT_THE_STATE.isPresent(here, { name: ORDERS, memory })).toBe(false);
  });

  test('goes back to a time at which the snapshot of the update was there', async () => {
    const { scene: here } = await scene();
    const { since } = await CORRUPT_THE_STATE.begin(here, ORDERS);
    const [good] = (await here.acts.snapshots(ORDERS)).toReversed();
    expect(since).toMatch(/:\d\dZ$/);
    expect(Date.parse(since)).toBeGreaterThanOrEqual(good?.SnapshotCreationTimestamp?.getTime() ?? Number.NaN);
  });
});

describe('a job trouble is not possible', () => {
  const why = async (here: Awaited<ReturnType<typeof scene>>['scene']) => CRASH_THE_JOB.hindrance(here, ORDERS);

  test('without a job', async () => {
    const { scene: here } = await scene();
    expect(await why({ ...here, engine: 'simulated' })).toBe(
      'The engine of this local cloud is simulated: there is no job that reads the property failJob. Start it with --engine flink.',
    );
  });

  test('with other code than the demo’s', async () => {
    const { scene: here } = await scene(PROPERTIES, 'applications/billing-0123456789abcdef.jar');
    expect(await why(here)).toBe(
      "The code of orders is s3://code/applications/billing-0123456789abcdef.jar, expected the demo's user-service.jar: only its job reads the property failJob.",
    );
  });

  test('while it does not run', async () => {
    const { scene: here } = await scene();
    await here.acts.stop(ORDERS, { force: false });
    expect(await why(here)).toBe(
      'orders is READY, expected RUNNING. Start it: kda start orders --latest, or --none where it has no snapshot.',
    );
  });

  test('and is with the code as the artifacts stack names it', async () => {
    const { scene: here } = await scene(PROPERTIES, 'applications/user-service-0123456789abcdef.jar');
    expect(await why(here)).toBeUndefined();
  });
});

describe('a stop as in the console', () => {
  test('leaves the service’s snapshot, and is over when somebody starts the application', async () => {
    const { scene: here, deploymentActs } = await scene();
    const memory = await STOP_THE_APPLICATION.begin(here, ORDERS);
    expect((await here.acts.describe(ORDERS)).ApplicationStatus).toBe('READY');
    expect(await here.acts.snapshots(ORDERS)).toHaveLength(1);
    expect(deploymentActs.runs).toBe(1);
    const isPresent = () => STOP_THE_APPLICATION.isPresent(here, { name: ORDERS, memory });
    expect(await isPresent()).toBe(true);
    await STOP_THE_APPLICATION.mend(here, { name: ORDERS, memory });
    expect(await isPresent()).toBe(false);
    await STOP_THE_APPLICATION.mend(here, { name: ORDERS, memory });
    expect((await here.acts.describe(ORDERS)).ApplicationStatus).toBe('RUNNING');
  });

  test('is not there in an application that was never started', async () => {
    const { scene: here } = await scene();
    await here.acts.stop(ORDERS, { force: false });
    expect(await STOP_THE_APPLICATION.isPresent(here, { name: ORDERS, memory: undefined })).toBe(false);
  });
});
