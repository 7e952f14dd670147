import { applicationRequest } from './api-client';
import { app, disabled, update, type World, world } from './world';

describe('starting and stopping', () => {
  test('takes its time: READY, STARTING, RUNNING, STOPPING, READY', async () => {
    const { call, clock, create, status } = world();
    await create();
    expect(await status()).toBe('READY');
    await call('StartApplication', app);
    expect(await status()).toBe('STARTING');
    await clock.advance(199);
    expect(await status()).toBe('STARTING');
    await clock.advance(1);
    expect(await status()).toBe('RUNNING');
    await call('StopApplication', app);
    expect(await status()).toBe('STOPPING');
    await clock.advance(1000);
    expect(await status()).toBe('READY');
  });

  test('a stop makes a snapshot of the service, named after the application and the millisecond', async () => {
    const { call, clock, running, snapshots } = world();
    await running();
    const nowMs = clock.now().getTime();
    await call('StopApplication', app);
    expect((await snapshots()).map((each) => [each.SnapshotName, each.SnapshotStatus])).toEqual([
      [`STOP-app-${nowMs}`, 'CREATING'],
    ]);
    await clock.advance(1000);
    expect((await snapshots()).map((each) => each.SnapshotStatus)).toEqual(['READY']);
  });

  test.each([
    ['with Force', {}, { ...app, Force: true }],
    ['with SnapshotsEnabled false', disabled, app],
  ])('a stop %s makes none', async (_, more, request) => {
    const { call, clock, running, status, snapshots } = world();
    await running(more);
    await call('StopApplication', request);
    await clock.advance(200);
    expect(await status()).toBe('READY');
    expect(await snapshots()).toEqual([]);
  });

  test('a forced stop cancels the start that it interrupts', async () => {
    const { call, clock, create, status, operation } = world();
    await create();
    const { OperationId } = await call('StartApplication', app);
    await call('StopApplication', { ...app, Force: true });
    expect(await status()).toBe('FORCE_STOPPING');
    await clock.advance(5000);
    expect(await status()).toBe('READY');
    expect((await operation(OperationId))?.OperationStatus).toBe('CANCELLED');
  });

  test('a stop whose snapshot fails leaves the application RUNNING', async () => {
    const { call, clock, running, engine, status, snapshots, operation } = world();
    await running();
    engine.failNextAct('declined');
    const { OperationId } = await call('StopApplication', app);
    await clock.advance(1000);
    expect(await status()).toBe('RUNNING');
    expect((await snapshots()).map((each) => each.SnapshotStatus)).toEqual(['FAILED']);
    expect((await operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toBe('declined');
  });

  test('a failed start ends READY, with its cause in the operation', async () => {
    const { call, clock, create, engine, status, operation } = world();
    await create();
    engine.failNextAct('main method threw');
    const { OperationId } = await call('StartApplication', app);
    expect((await operation(OperationId))?.OperationStatus).toBe('IN_PROGRESS');
    await clock.advance(200);
    expect(await status()).toBe('READY');
    expect(await operation(OperationId)).toMatchObject({
      Operation: 'StartApplication',
      OperationStatus: 'FAILED',
      OperationFailureDetails: { ErrorInfo: { ErrorString: 'main method threw' } },
    });
  });

  test('a job that ends by itself leaves the application READY and a FAILED operation that says why', async () => {
    const { call, running, engine, status } = world();
    await running();
    engine.breakJob('app', 'The job ended by itself: FAILED');
    expect(await status()).toBe('READY');
    const { ApplicationOperationInfoList = [] } = await call('ListApplicationOperations', app);
    expect(ApplicationOperationInfoList.map((each) => [each.Operation, each.OperationStatus])).toEqual([
      ['RecoverApplication', 'FAILED'],
      ['StartApplication', 'SUCCESSFUL'],
    ]);
  });
});

describe('updating', () => {
  const change = { ApplicationConfigurationUpdate: { EnvironmentPropertyUpdates: { PropertyGroups: [] } } };

  test('a RUNNING application restarts from a snapshot that carries the old version', async () => {
    const { call, clock, running, status, snapshots, detail } = world();
    await running();
    const nowMs = clock.now().getTime();
    const { ApplicationDetail, OperationId } = await call('UpdateApplication', update(1, change));
    expect(ApplicationDetail?.ApplicationVersionId).toBe(2);
    expect(OperationId).toEqual(expect.any(String));
    expect(await status()).toBe('UPDATING');
    await clock.advance(1200);
    expect(await status()).toBe('RUNNING');
    expect((await snapshots()).map((each) => [each.SnapshotName, each.ApplicationVersionId])).toEqual([
      [`UPDATEAPPLICATION-app-${nowMs}`, 1],
    ]);
    expect((await detail())?.ApplicationConfigurationDescription?.EnvironmentPropertyDescriptions).toEqual({
      PropertyGroupDescriptions: [],
    });
  });

  test('a READY application stays READY and makes no snapshot', async () => {
    const { call, create, status, snapshots, operation } = world();
    await create();
    const { OperationId } = await call('UpdateApplication', update(1, change));
    expect(await status()).toBe('READY');
    expect(await snapshots()).toEqual([]);
    expect(await operation(OperationId)).toMatchObject({
      OperationStatus: 'SUCCESSFUL',
      ApplicationVersionChangeDetails: { ApplicationVersionUpdatedFrom: 1, ApplicationVersionUpdatedTo: 2 },
    });
  });

  test('AllowNonRestoredState falls back to false when an update leaves it out', async () => {
    const { call, clock, create, detail } = world();
    await create();
    await call('StartApplication', {
      ...app,
      RunConfiguration: { FlinkRunConfiguration: { AllowNonRestoredState: true } },
    });
    await clock.advance(200);
    await call('UpdateApplication', update(1, change));
    expect((await detail())?.ApplicationConfigurationDescription?.RunConfigurationDescription).toEqual({
      ApplicationRestoreConfigurationDescription: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
      FlinkRunConfigurationDescription: { AllowNonRestoredState: false },
    });
  });

  test('whose snapshot fails goes on with the old configuration, and versions never go back', async () => {
    const { call, clock, running, engine, status, detail } = world();
    await running();
    engine.failNextAct('declined');
    await call('UpdateApplication', update(1, { RuntimeEnvironmentUpdate: 'FLINK-1_19' }));
    await clock.advance(1000);
    expect(await status()).toBe('RUNNING');
    expect(await detail()).toMatchObject({ RuntimeEnvironment: 'FLINK-1_20', ApplicationVersionId: 3 });
  });

  test.each([
    ['a stale version', { CurrentApplicationVersionId: 2 }, 'ConcurrentModificationException'],
    ['a stale token', { ConditionalToken: 'stale' }, 'ConcurrentModificationException'],
    ['neither', {}, 'InvalidArgumentException'],
  ])('with %s is refused', async (_, seen, type) => {
    const { call, create } = world();
    await create();
    await expect(call('UpdateApplication', { ...app, ...seen, ...change })).rejects.toMatchObject({ type });
  });
});

describe('snapshots', () => {
  const snapshot = (SnapshotName: string) => ({ ...app, SnapshotName });

  test('are CREATING, then READY, with the version they were made of', async () => {
    const { call, clock, running, snapshots } = world();
    await running();
    expect(await call('CreateApplicationSnapshot', snapshot('one'))).toEqual({});
    const createdAt = clock.now();
    expect(await snapshots()).toEqual([
      {
        SnapshotName: 'one',
        SnapshotStatus: 'CREATING',
        ApplicationVersionId: 1,
        SnapshotCreationTimestamp: createdAt,
        RuntimeEnvironment: 'FLINK-1_20',
      },
    ]);
    await clock.advance(1000);
    expect((await snapshots()).map((each) => each.SnapshotStatus)).toEqual(['READY']);
  });

  test('need a RUNNING application', async () => {
    const { call, create } = world();
    await create();
    await expect(call('CreateApplicationSnapshot', snapshot('one'))).rejects.toMatchObject({
      type: 'InvalidRequestException',
      message:
        'Application app is in READY status. Snapshot creation is only allowed when application is in RUNNING status',
    });
  });

  test('have one name each', async () => {
    const { call, running } = world();
    await running();
    await call('CreateApplicationSnapshot', snapshot('one'));
    await expect(call('CreateApplicationSnapshot', snapshot('one'))).rejects.toMatchObject({
      type: 'ResourceInUseException',
    });
  });

  test('beyond the quota are refused, while the service’s own are still made', async () => {
    const { call, clock, running, snapshots } = world();
    await running();
    for (const name of ['one', 'two', 'three']) await call('CreateApplicationSnapshot', snapshot(name));
    await expect(call('CreateApplicationSnapshot', snapshot('four'))).rejects.toMatchObject({
      type: 'LimitExceededException',
    });
    await clock.advance(1000);
    await call('StopApplication', app);
    await clock.advance(1000);
    expect(await snapshots()).toHaveLength(4);
  });

  test('that are under way when the job is killed end FAILED', async () => {
    const { call, clock, running, snapshots } = world();
    await running();
    await call('CreateApplicationSnapshot', snapshot('one'));
    await call('StopApplication', { ...app, Force: true });
    await clock.advance(1000);
    expect((await snapshots()).map((each) => each.SnapshotStatus)).toEqual(['FAILED']);
  });

  test.each([
    ['the exact time', 0, undefined],
    ['the time cut to the second', -250, undefined],
    ['another second', -1250, 'InvalidArgumentException'],
    ['another millisecond', 1, 'InvalidArgumentException'],
  ])('are deleted by %s of their creation', async (_, offMs, type) => {
    const { call, clock, running, snapshots } = world();
    await running();
    await clock.advance(800); // so that the time of creation has a fraction of a quarter second
    const createdMs = clock.now().getTime();
    expect(createdMs % 1000).toBe(250);
    await call('CreateApplicationSnapshot', snapshot('one'));
    await clock.advance(1000);
    const deletion = call('DeleteApplicationSnapshot', {
      ...snapshot('one'),
      SnapshotCreationTimestamp: (createdMs + offMs) / 1000,
    });
    if (type) {
      await expect(deletion).rejects.toMatchObject({ type });
      return;
    }
    await deletion;
    expect((await snapshots()).map((each) => each.SnapshotStatus)).toEqual(['DELETING']);
    await clock.advance(50);
    expect(await snapshots()).toEqual([]);
  });

  test('that are CREATING cannot be deleted', async () => {
    const { call, clock, running } = world();
    await running();
    await call('CreateApplicationSnapshot', snapshot('one'));
    await expect(
      call('DeleteApplicationSnapshot', {
        ...snapshot('one'),
        SnapshotCreationTimestamp: clock.now().getTime() / 1000,
      }),
    ).rejects.toMatchObject({ type: 'ResourceInUseException' });
  });

  test.each([
    ['accept' as const, undefined],
    ['refuse' as const, 'InvalidApplicationConfigurationException'],
  ])('while SnapshotsEnabled is false: the server can %s them', async (snapshotsDisabled, type) => {
    const { call, running } = world({ snapshotsDisabled });
    await running(disabled);
    const creation = call('CreateApplicationSnapshot', snapshot('one'));
    if (type) await expect(creation).rejects.toMatchObject({ type });
    else expect(await creation).toEqual({});
  });
});

describe('restoring', () => {
  const restore = (ApplicationRestoreType: string, SnapshotName?: string) => ({
    ...app,
    RunConfiguration: { ApplicationRestoreConfiguration: { ApplicationRestoreType, SnapshotName } },
  });

  test.each([
    ['a snapshot that does not exist', restore('RESTORE_FROM_CUSTOM_SNAPSHOT', 'missing'), 'ResourceNotFoundException'],
    ['no snapshot’s name', restore('RESTORE_FROM_CUSTOM_SNAPSHOT'), 'InvalidArgumentException'],
  ])('from %s is refused, and the application stays READY', async (_, request, type) => {
    const { call, create, status } = world();
    await create();
    await expect(call('StartApplication', request)).rejects.toMatchObject({ type });
    expect(await status()).toBe('READY');
  });

  test('without a choice, after a custom restore and a stop, takes the newest: the stop forgets what was asked for', async () => {
    const { call, clock, running, detail, engine } = world();
    await running();
    await call('CreateApplicationSnapshot', { ...app, SnapshotName: 'one' });
    await clock.advance(1000);
    await call('StopApplication', { ...app, Force: true });
    await clock.advance(200);
    await call('StartApplication', restore('RESTORE_FROM_CUSTOM_SNAPSHOT', 'one'));
    await clock.advance(200);
    await call('StopApplication', app);
    await clock.advance(1000);
    // As the provider's acceptance test FlinkApplicationStartApplication_onUpdate finds it on AWS: run_configuration.# is 0.
    expect((await detail())?.ApplicationConfigurationDescription?.RunConfigurationDescription).toBeUndefined();
    expect(engine.hasJob('app')).toBe(false);
    await call('StartApplication', app);
    expect((await detail())?.ApplicationConfigurationDescription?.RunConfigurationDescription).toEqual({
      ApplicationRestoreConfigurationDescription: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
      FlinkRunConfigurationDescription: { AllowNonRestoredState: false },
    });
  });

  test.each([
    [
      'a start that fails',
      async ({ call, clock, engine, create }: World) => {
        await create();
        engine.failNextAct('main method threw');
        await call('StartApplication', restore('SKIP_RESTORE_FROM_SNAPSHOT'));
        await clock.advance(200);
      },
    ],
    [
      'a job that ends by itself',
      async ({ running, engine }: World) => {
        await running();
        engine.breakJob('app', 'The job ended by itself: FAILED');
      },
    ],
  ])('%s leaves no run configuration behind either', async (_, end) => {
    const made = world();
    await end(made);
    expect(await made.status()).toBe('READY');
    expect((await made.detail())?.ApplicationConfigurationDescription?.RunConfigurationDescription).toBeUndefined();
  });

  test('says in the description what was asked for', async () => {
    const { call, clock, running, detail } = world();
    await running();
    await call('CreateApplicationSnapshot', { ...app, SnapshotName: 'one' });
    await clock.advance(1000);
    await call('StopApplication', app);
    await clock.advance(1000);
    await call('StartApplication', restore('RESTORE_FROM_CUSTOM_SNAPSHOT', 'one'));
    expect((await detail())?.ApplicationConfigurationDescription?.RunConfigurationDescription).toEqual({
      ApplicationRestoreConfigurationDescription: {
        ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
        SnapshotName: 'one',
      },
      FlinkRunConfigurationDescription: { AllowNonRestoredState: false },
    });
  });
});

describe('deleting', () => {
  test('takes a RUNNING application and its snapshots away, by its time of creation in whole seconds', async () => {
    const { call, clock, running, detail, status } = world();
    await running();
    const created = (await detail())?.CreateTimestamp?.getTime() ?? 0;
    await expect(call('DeleteApplication', { ...app, CreateTimestamp: created / 1000 + 1 })).rejects.toMatchObject({
      type: 'InvalidArgumentException',
    });
    await call('DeleteApplication', { ...app, CreateTimestamp: created / 1000 });
    expect(await status()).toBe('DELETING');
    await clock.advance(200);
    await expect(status()).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  });
});

describe('enhanced snapshots', () => {
  const withMode = (SnapshotMode: string, RuntimeEnvironment = 'FLINK-1_20') => ({
    RuntimeEnvironment,
    ApplicationConfiguration: {
      ...applicationRequest('app').ApplicationConfiguration,
      ApplicationSnapshotConfiguration: { SnapshotsEnabled: true, SnapshotMode },
    },
  });
  const toMode = (SnapshotModeUpdate: string) => ({
    ApplicationConfigurationUpdate: {
      ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: true, SnapshotModeUpdate },
    },
  });
  const described = async ({ detail }: ReturnType<typeof world>) =>
    (await detail())?.ApplicationConfigurationDescription?.ApplicationSnapshotConfigurationDescription;

  test('a mode that is chosen is described, and none where nobody chose', async () => {
    const chosen = world();
    await chosen.create(withMode('ENHANCED_SNAPSHOTS'));
    expect(await described(chosen)).toEqual({ SnapshotsEnabled: true, SnapshotMode: 'ENHANCED_SNAPSHOTS' });
    const left = world();
    await left.create();
    expect(await described(left)).toEqual({ SnapshotsEnabled: true });
  });

  test('an update chooses them, and no update returns', async () => {
    const one = world();
    await one.create();
    await one.call('UpdateApplication', update(1, toMode('ENHANCED_SNAPSHOTS')));
    expect(await described(one)).toEqual({ SnapshotsEnabled: true, SnapshotMode: 'ENHANCED_SNAPSHOTS' });
    await expect(
      one.call('UpdateApplication', update(2, toMode('APPLICATION_SNAPSHOTS_LEGACY'))),
    ).rejects.toMatchObject({
      type: 'InvalidArgumentException',
    });
  });

  test('they need Flink 1.20, and the classic call takes none of them', async () => {
    const old = world();
    await expect(old.create(withMode('ENHANCED_SNAPSHOTS', 'FLINK-1_19'))).rejects.toMatchObject({
      type: 'InvalidArgumentException',
    });
    const { call, running } = world();
    await running(withMode('ENHANCED_SNAPSHOTS'));
    await expect(call('CreateApplicationSnapshot', { ...app, SnapshotName: 's' })).rejects.toMatchObject({
      type: 'UnsupportedOperationException',
    });
  });
});
