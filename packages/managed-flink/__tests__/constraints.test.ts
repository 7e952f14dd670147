import { app, update, world } from './world';

const tags = (count: number) => Array.from({ length: count }, (_, number) => ({ Key: `key-${number}`, Value: 'x' }));
const ResourceARN = 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/app';

describe('tags', () => {
  test('50 are accepted, 51 are not: at the creation', async () => {
    const { create } = world();
    await expect(create({ Tags: tags(51) })).rejects.toMatchObject({ type: 'TooManyTagsException' });
    await create({ Tags: tags(50) });
  });

  test('50 are accepted, 51 are not: added later; a new value for a known key is no new tag', async () => {
    const { call, create } = world();
    await create({ Tags: tags(49) });
    await call('TagResource', { ResourceARN, Tags: [{ Key: 'key-50' }] });
    await call('TagResource', { ResourceARN, Tags: [{ Key: 'key-1', Value: 'y' }] });
    await expect(call('TagResource', { ResourceARN, Tags: [{ Key: 'key-51' }] })).rejects.toMatchObject({
      type: 'TooManyTagsException',
      message: '51 tags; an application can have 50',
    });
  });
});

describe('what needs ConfigurationType CUSTOM', () => {
  const parallelism = (ParallelismConfigurationUpdate: object) => ({
    ApplicationConfigurationUpdate: { FlinkApplicationConfigurationUpdate: { ParallelismConfigurationUpdate } },
  });
  const monitoring = (MonitoringConfigurationUpdate: object) => ({
    ApplicationConfigurationUpdate: { FlinkApplicationConfigurationUpdate: { MonitoringConfigurationUpdate } },
  });

  test.each<[string, object]>([
    ['parallelism', parallelism({ ParallelismUpdate: 4 })],
    ['parallelism per KPU', parallelism({ ParallelismPerKPUUpdate: 2, ConfigurationTypeUpdate: 'DEFAULT' })],
    ['auto scaling', parallelism({ AutoScalingEnabledUpdate: false })],
    ['log level', monitoring({ LogLevelUpdate: 'DEBUG' })],
    ['metrics level', monitoring({ MetricsLevelUpdate: 'TASK' })],
  ])('a changed %s without it is refused, not dropped, and nothing changes', async (_, changes) => {
    const { call, create, detail } = world();
    await create();
    await expect(call('UpdateApplication', update(1, changes))).rejects.toMatchObject({
      type: 'InvalidArgumentException',
      message: expect.stringContaining('Set ConfigurationType to CUSTOM to change it'),
    });
    expect((await detail())?.ApplicationVersionId).toBe(1);
  });

  test('with it the parallelism changes; the default values may be said without it, as Terraform does', async () => {
    const { call, create, detail } = world();
    await create();
    await call('UpdateApplication', update(1, parallelism({ ParallelismUpdate: 1, AutoScalingEnabledUpdate: true })));
    await call(
      'UpdateApplication',
      update(2, parallelism({ ConfigurationTypeUpdate: 'CUSTOM', ParallelismUpdate: 4 })),
    );
    const { FlinkApplicationConfigurationDescription } = (await detail())?.ApplicationConfigurationDescription ?? {};
    expect(FlinkApplicationConfigurationDescription?.ParallelismConfigurationDescription?.Parallelism).toBe(4);
  });

  test('at the creation, too', async () => {
    const { call, create } = world();
    const FlinkApplicationConfiguration = {
      ParallelismConfiguration: { ConfigurationType: 'DEFAULT', Parallelism: 4 },
    };
    await expect(create({ ApplicationConfiguration: { FlinkApplicationConfiguration } })).rejects.toMatchObject({
      type: 'InvalidArgumentException',
    });
    await expect(call('DescribeApplication', app)).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
  });

  test('checkpoints are documented otherwise: DEFAULT overrides what is given', async () => {
    const { call, create, detail } = world();
    await create();
    await call(
      'UpdateApplication',
      update(1, {
        ApplicationConfigurationUpdate: {
          FlinkApplicationConfigurationUpdate: { CheckpointConfigurationUpdate: { CheckpointIntervalUpdate: 5000 } },
        },
      }),
    );
    const { FlinkApplicationConfigurationDescription } = (await detail())?.ApplicationConfigurationDescription ?? {};
    expect(FlinkApplicationConfigurationDescription?.CheckpointConfigurationDescription?.CheckpointInterval).toBe(
      60_000,
    );
  });
});
