import { DEFAULT_CHECKPOINTING, flinkConfig, toYaml } from '../../../local/flink-cluster/flink-config';
import { flinkPath, folderOf } from '../../../local/flink-cluster/flink-path';

test('the defaults are Managed Flink’s: a checkpoint a minute, 5 s between two', () => {
  expect(flinkConfig('/home', 2, DEFAULT_CHECKPOINTING)).toMatchObject({
    'execution.checkpointing.interval': '60000 ms',
    'execution.checkpointing.min-pause': '5000 ms',
    'taskmanager.numberOfTaskSlots': '2',
  });
});

test('without checkpointing there is no interval, and snapshots still have a folder', () => {
  const config = flinkConfig('/home', 1, { enabled: false, intervalMs: 60_000, minPauseMs: 5_000 });
  expect(config).not.toHaveProperty(['execution.checkpointing.interval']);
  expect(config['execution.checkpointing.savepoint-dir']).toBe('file:///home/snapshots');
});

test('every listening socket is on loopback, at a port that Flink chooses', () => {
  const config = flinkConfig('/home', 1, DEFAULT_CHECKPOINTING);
  expect(config).toMatchObject({
    'rest.bind-address': 'localhost',
    'jobmanager.bind-host': 'localhost',
    'taskmanager.bind-host': 'localhost',
    'rest.bind-port': '0',
  });
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
    '"s3://bucket/savepoint-1" is no folder of this machine; expected file:/<absolute path>',
  );
});
