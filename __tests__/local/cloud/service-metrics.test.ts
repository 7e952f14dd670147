import { type Sample, serviceMetrics } from '../../../local/cloud/service-metrics';
import { CONTAINER_MEMORY_BYTES } from '../../../packages/managed-flink/src/flink-cluster/flink-jvm';

const application = { name: 'orders', runtimeEnvironment: 'FLINK-1_20', kpus: 1 };
const sample: Sample = {
  atMs: 100_000,
  job: {
    uptimeMs: 50_000,
    downtimeMs: 0,
    fullRestarts: 3,
    numRestarts: 3,
    runningTimeMs: 50_000,
    restartingTimeMs: 0,
    failingTimeMs: 0,
    cancellingTimeMs: 0,
    numberOfFailedCheckpoints: 2,
    lastCheckpointDurationMs: 40,
    lastCheckpointSizeBytes: 4_000,
  },
  records: { recordsIn: 40, recordsOut: 41 },
  process: {
    cpuTimeMs: 9_000,
    heapUsedBytes: 60,
    heapMaxBytes: 240,
    threads: 55,
    oldCollections: 2,
    oldCollectionMs: 64,
  },
  residentBytes: CONTAINER_MEMORY_BYTES / 4,
};
const earlier = (change: { readonly agoMs: number; readonly cpuTimeMs: number }): Sample => ({
  ...sample,
  atMs: sample.atMs - change.agoMs,
  records: { recordsIn: 10, recordsOut: 11 },
  process: sample.process && { ...sample.process, cpuTimeMs: change.cpuTimeMs },
});
const figures = (...args: Parameters<typeof serviceMetrics>) =>
  Object.fromEntries(serviceMetrics(...args).map(({ name, value }) => [name, value]));

test('all metrics of a Flink 1 application, each with the service’s unit', () => {
  const metrics = serviceMetrics(application, sample, earlier({ agoMs: 15_000, cpuTimeMs: 6_000 }));
  expect(metrics.every(({ dimensions }) => dimensions.Application === 'orders')).toBe(true);
  expect(metrics.map(({ name, value, unit }) => `${name} ${value} ${unit}`)).toEqual([
    'uptime 50000 Milliseconds',
    'downtime 0 Milliseconds',
    'fullRestarts 3 Count',
    'numberOfFailedCheckpoints 2 Count',
    'lastCheckpointDuration 40 Milliseconds',
    'lastCheckpointSize 4000 Bytes',
    'numRecordsIn 40 Count',
    'numRecordsOut 41 Count',
    'numRecordsInPerSecond 2 Count/Second',
    'numRecordsOutPerSecond 2 Count/Second',
    'cpuUtilization 20 Percent',
    'containerCPUUtilization 20 Percent',
    'heapMemoryUtilization 25 Percent',
    'containerMemoryUtilization 25 Percent',
    'threadsCount 55 Count',
    'oldGenerationGCCount 2 Count',
    'oldGenerationGCTime 64 Milliseconds',
  ]);
});

test('Flink 2 has numRestarts and times by state instead of fullRestarts', () => {
  const job = { ...sample.job, runningTimeMs: 0, restartingTimeMs: 7_000 };
  const two = figures({ ...application, runtimeEnvironment: 'FLINK-2_2' }, { ...sample, job });
  expect(two).toMatchObject({
    numRestarts: 3,
    runningTime: 0,
    restartingTime: 7_000,
    failingTime: 0,
    cancellingTime: 0,
  });
  expect(two).not.toHaveProperty('fullRestarts');
  expect(figures(application, sample)).not.toHaveProperty('numRestarts');
});

test('CPU is measured against one vCPU for each KPU, and never more than all of it', () => {
  const cpu = (kpus: number, cpuTimeMs: number) =>
    figures({ ...application, kpus }, sample, earlier({ agoMs: 15_000, cpuTimeMs })).cpuUtilization;
  expect(cpu(2, 6_000)).toBe(10);
  expect(cpu(4, 6_000)).toBe(5);
  expect(figures(application, sample, earlier({ agoMs: 3_000, cpuTimeMs: 3_000 })).cpuUtilization).toBe(100);
});

test('the first sample, and the first of a JVM that was started anew, tell no CPU', () => {
  expect(figures(application, sample)).not.toHaveProperty('cpuUtilization');
  expect(figures(application, sample, earlier({ agoMs: 15_000, cpuTimeMs: 9_001 }))).not.toHaveProperty(
    'cpuUtilization',
  );
});

test('while the job is down its records are left out, and all else is reported', () => {
  const down = figures(application, { ...sample, job: { ...sample.job, downtimeMs: 9_000 }, records: undefined });
  expect(down).toMatchObject({ downtime: 9_000, fullRestarts: 3, heapMemoryUtilization: 25 });
  for (const name of ['numRecordsIn', 'numRecordsOut', 'numRecordsInPerSecond']) expect(down).not.toHaveProperty(name);
});

test('what Flink does not know yet is not reported as 0', () => {
  const { lastCheckpointSizeBytes: _none, ...job } = sample.job;
  const unknown = figures(application, {
    ...sample,
    job: { ...job, lastCheckpointSizeBytes: undefined },
    process: undefined,
    residentBytes: undefined,
  });
  for (const name of ['lastCheckpointSize', 'heapMemoryUtilization', 'containerMemoryUtilization', 'threadsCount']) {
    expect(unknown).not.toHaveProperty(name);
  }
});
