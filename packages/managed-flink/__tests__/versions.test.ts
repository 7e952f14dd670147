import { app, update, type World, world } from './world';

const change = { ApplicationConfigurationUpdate: { EnvironmentPropertyUpdates: { PropertyGroups: [] } } };
const newRuntime = { RuntimeEnvironmentUpdate: 'FLINK-1_19' };

async function versionsOf({ call }: World, more: object = {}) {
  const { ApplicationVersionSummaries = [], NextToken } = await call('ListApplicationVersions', { ...app, ...more });
  return {
    listed: ApplicationVersionSummaries.map((each) => [each.ApplicationVersionId, each.ApplicationStatus]),
    NextToken,
  };
}

describe('versions', () => {
  test('are all described as they were, and the newest as the application is', async () => {
    const made = world();
    const { call, create } = made;
    await create();
    await call('UpdateApplication', update(1, newRuntime));
    await call('UpdateApplication', update(2, change));
    expect((await versionsOf(made)).listed).toEqual([
      [3, 'READY'],
      [2, 'READY'],
      [1, 'READY'],
    ]);
    const versions = await Promise.all(
      [1, 2, 3].map(async (ApplicationVersionId) => {
        const { ApplicationVersionDetail } = await call('DescribeApplicationVersion', { ...app, ApplicationVersionId });
        return [
          ApplicationVersionDetail?.ApplicationVersionId,
          ApplicationVersionDetail?.RuntimeEnvironment,
          ApplicationVersionDetail?.ApplicationVersionUpdatedFrom,
        ];
      }),
    );
    expect(versions).toEqual([
      [1, 'FLINK-1_20', undefined],
      [2, 'FLINK-1_19', 1],
      [3, 'FLINK-1_19', 2],
    ]);
    const { ApplicationVersionDetail } = await call('DescribeApplicationVersion', { ...app, ApplicationVersionId: 3 });
    expect(ApplicationVersionDetail).toEqual((await call('DescribeApplication', app)).ApplicationDetail);
  });

  test('are read page by page, also when a new one comes in between', async () => {
    const made = world();
    await made.create();
    for (const version of [1, 2]) await made.call('UpdateApplication', update(version, change));
    const first = await versionsOf(made, { Limit: 2 });
    expect(first.listed.map(([id]) => id)).toEqual([3, 2]);
    await made.call('UpdateApplication', update(3, change));
    const second = await versionsOf(made, { Limit: 2, NextToken: first.NextToken });
    expect(second).toEqual({ listed: [[1, 'READY']], NextToken: undefined });
  });

  test('that never were are not found', async () => {
    const { call, create } = world();
    await create();
    const asked = call('DescribeApplicationVersion', { ...app, ApplicationVersionId: 2 });
    await expect(asked).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  });

  test('count changes of the logging option, too', async () => {
    const made = world();
    await made.create();
    const LogStreamARN = 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s';
    await made.call('AddApplicationCloudWatchLoggingOption', update(1, { CloudWatchLoggingOption: { LogStreamARN } }));
    const loggingOf = async (ApplicationVersionId: number) =>
      (await made.call('DescribeApplicationVersion', { ...app, ApplicationVersionId })).ApplicationVersionDetail
        ?.CloudWatchLoggingOptionDescriptions;
    expect(await loggingOf(1)).toEqual([]);
    expect(await loggingOf(2)).toEqual([{ CloudWatchLoggingOptionId: '2.1', LogStreamARN }]);
  });
});

describe('rolling back', () => {
  const rollback = (CurrentApplicationVersionId: number) => ({ ...app, CurrentApplicationVersionId });

  async function updated(): Promise<World> {
    const made = world();
    await made.running();
    await made.call('UpdateApplication', update(1, newRuntime));
    await made.clock.advance(1200);
    expect(await made.status()).toBe('RUNNING');
    return made;
  }

  test('a RUNNING application runs as before the update, from the last successful snapshot, under a new version', async () => {
    const made = await updated();
    const { call, clock, status, detail, operation, snapshots } = made;
    const { ApplicationDetail, OperationId } = await call('RollbackApplication', rollback(2));
    expect(ApplicationDetail).toMatchObject({
      ApplicationStatus: 'ROLLING_BACK',
      RuntimeEnvironment: 'FLINK-1_20',
      ApplicationVersionId: 3,
      ApplicationVersionRolledBackFrom: 2,
      ApplicationVersionRolledBackTo: 1,
    });
    await clock.advance(400);
    expect(await status()).toBe('RUNNING');
    expect(await operation(OperationId)).toMatchObject({
      Operation: 'RollbackApplication',
      OperationStatus: 'SUCCESSFUL',
      ApplicationVersionChangeDetails: { ApplicationVersionUpdatedFrom: 2, ApplicationVersionUpdatedTo: 3 },
    });
    expect(await snapshots()).toHaveLength(1);
    expect((await detail())?.RuntimeEnvironment).toBe('FLINK-1_20');
    expect((await versionsOf(made)).listed).toEqual([
      [3, 'RUNNING'],
      [2, 'ROLLED_BACK'],
      [1, 'RUNNING'],
    ]);
  });

  test('an UPDATING application ends its update as CANCELLED', async () => {
    const { call, clock, running, status, detail, operation } = world();
    await running();
    await call('CreateApplicationSnapshot', { ...app, SnapshotName: 'one' });
    await clock.advance(1000);
    const { OperationId } = await call('UpdateApplication', update(1, newRuntime));
    await clock.advance(100);
    await call('RollbackApplication', rollback(2));
    await clock.advance(5000);
    expect(await status()).toBe('RUNNING');
    expect(await detail()).toMatchObject({ RuntimeEnvironment: 'FLINK-1_20', ApplicationVersionId: 3 });
    expect((await operation(OperationId))?.OperationStatus).toBe('CANCELLED');
  });

  test('that fails ends READY, with its cause in the operation', async () => {
    const { call, clock, engine, status, operation } = await updated();
    engine.failNextAct('state does not fit');
    const { OperationId } = await call('RollbackApplication', rollback(2));
    await clock.advance(400);
    expect(await status()).toBe('READY');
    expect((await operation(OperationId))?.OperationFailureDetails?.ErrorInfo?.ErrorString).toBe('state does not fit');
  });

  test('is refused with a stale version', async () => {
    const { call } = await updated();
    await expect(call('RollbackApplication', rollback(1))).rejects.toMatchObject({
      type: 'ConcurrentModificationException',
    });
  });

  test('is refused when the application is READY', async () => {
    const { call, create } = world();
    await create();
    await call('UpdateApplication', update(1, newRuntime));
    await expect(call('RollbackApplication', rollback(2))).rejects.toMatchObject({ type: 'ResourceInUseException' });
  });

  test('is refused when there is no version before', async () => {
    const { call, clock, running } = world();
    await running();
    await call('CreateApplicationSnapshot', { ...app, SnapshotName: 'one' });
    await clock.advance(1000);
    await expect(call('RollbackApplication', rollback(1))).rejects.toMatchObject({ type: 'InvalidRequestException' });
  });

  test('is refused when there is no snapshot, and nothing changes', async () => {
    const { call, clock, running, disabled, detail } = world();
    await running(disabled);
    await call('UpdateApplication', update(1, newRuntime));
    await clock.advance(1000);
    await expect(call('RollbackApplication', rollback(2))).rejects.toMatchObject({ type: 'InvalidRequestException' });
    expect(await detail()).toMatchObject({ ApplicationStatus: 'RUNNING', ApplicationVersionId: 2 });
  });
});
