import { DEFAULT_CHECKPOINTING, flinkConfig, toYaml } from '../../src/flink-cluster/flink-config';
import { flinkPath, folderOf } from '../../src/flink-cluster/flink-path';

test('the defaults are Managed Flink’s: a checkpoint a minute, 5 s between two', () => {
  expect(flinkConfig({ home: '/home', taskSlots: 2, checkpointing: DEFAULT_CHECKPOINTING })).toMatchObject({
    'execution.checkpointing.interval': '60000 ms',
    'execution.checkpointing.min-pause': '5000 ms',
    'taskmanager.numberOfTaskSlots': '2',
  });
});

test('without checkpointing there is no interval, and snapshots still have a folder', () => {
  const config = flinkConfig({
    home: '/home',
    taskSlots: 1,
    checkpointing: { type: 'CUSTOM', enabled: false, intervalMs: 60_000, minPauseMs: 5_000 },
  });
  expect(config).not.toHaveProperty(['execution.checkpointing.interval']);
  expect(config['execution.checkpointing.savepoint-dir']).toBe('file:///home/snapshots');
});

test('checkpoints are incremental ones of RocksDB and may take an hour, as on the service', () => {
  expect(flinkConfig({ home: '/home', taskSlots: 1, checkpointing: DEFAULT_CHECKPOINTING })).toMatchObject({
    'state.backend.type': 'rocksdb',
    'execution.checkpointing.incremental': 'true',
    'execution.checkpointing.timeout': '60 min',
    'kda.checkpoints': 'DEFAULT',
  });
});

test.each([
  ['exponential-delay', undefined],
  ['fixed-delay', '10 s'],
] as const)('restart strategy %s waits as the service’s does', (restartStrategy, delay) => {
  const config = flinkConfig({
    home: '/home',
    taskSlots: 1,
    checkpointing: DEFAULT_CHECKPOINTING,
    restartStrategy,
  });
  expect(config['restart-strategy.type']).toBe(restartStrategy);
  expect(config['restart-strategy.fixed-delay.delay']).toBe(delay);
});

test('a local S3 is addressed by path, and its keys are in no file', () => {
  const s3 = {
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'the-key', secretAccessKey: 'the-secret' },
  };
  const config = flinkConfig({ home: '/home', taskSlots: 1, checkpointing: DEFAULT_CHECKPOINTING, s3 });
  expect(config).toMatchObject({
    's3.endpoint': 'http://127.0.0.1:4566',
    's3.path.style.access': 'true',
    's3.endpoint.region': 'eu-west-1',
  });
  expect(toYaml(config)).not.toMatch(/the-key|the-secret/);
});

test('AWS’s own S3 is left to find its address by itself', () => {
  const s3 = { region: 'eu-west-1' };
  const config = flinkConfig({ home: '/home', taskSlots: 1, checkpointing: DEFAULT_CHECKPOINTING, s3 });
  expect(config).not.toHaveProperty(['s3.endpoint']);
  expect(config).not.toHaveProperty(['s3.path.style.access']);
});

test('every listening socket is on loopback, at a port that Flink chooses', () => {
  const config = flinkConfig({ home: '/home', taskSlots: 1, checkpointing: DEFAULT_CHECKPOINTING });
  expect(config).toMatchObject({
    'rest.bind-address': 'localhost',
    'jobmanager.bind-host': 'localhost',
    'taskmanager.bind-host': 'localhost',
    'rest.bind-port': '0',
  });
});

test('no web page of the machine’s browser may read what Flink answers', () => {
  const config = flinkConfig({ home: '/home', taskSlots: 1, checkpointing: DEFAULT_CHECKPOINTING });
  expect(config['web.access-control-allow-origin']).toBe('http://nobody.invalid');
});

test('YAML values are quoted, so that no path can break the file', () => {
  expect(toYaml({ 'io.tmp.dirs': '/a b: #c"d', 'rest.port': '0' })).toBe(
    'io.tmp.dirs: "/a b: #c\\"d"\nrest.port: "0"\n',
  );
});

test.each(['/tmp/plain', '/tmp/with space/and%20percent'])('folder %s survives the way to Flink and back', (folder) => {
  expect(folderOf(flinkPath(folder))).toBe(folder);
});

test('Flink’s short form of a location is understood, another file system’s is refused', () => {
  expect(folderOf('file:/tmp/savepoint-1')).toBe('/tmp/savepoint-1');
  expect(() => folderOf('s3://bucket/savepoint-1')).toThrow(
    '"s3://bucket/savepoint-1" is not a folder on this machine; expected file:/<absolute path>',
  );
});
