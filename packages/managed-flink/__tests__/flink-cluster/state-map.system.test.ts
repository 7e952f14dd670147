import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureJava } from '../../../../tools/java/java';
import { DEFAULT_CHECKPOINTING } from '../../src/flink-cluster/flink-config';
import { readStateMap, type StateMap } from '../../src/flink-cluster/state-map';
import { exampleJar } from '../example-jar';

const DEMO_JAR = resolve(__dirname, '../../../../flink-demo/target/user-service.jar');

let folder: string;
let map: StateMap;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state map '));
  const failing = join(folder, 'failing.jar');
  await writeFile(failing, exampleJar('FailingMainJob'));
  map = await readStateMap({
    home: join(folder, 'home'),
    java: (await ensureJava(console.error)).binary,
    propertyGroups: [],
    taskSlots: 1,
    checkpointing: DEFAULT_CHECKPOINTING,
    savepoint: join(folder, 'nowhere'),
    jars: [DEMO_JAR, failing],
    parallelism: 1,
    timeoutMs: 60_000,
  });
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the operators of a job are named as the programmer named them, with the ids by which Flink finds their state', () => {
  expect(map.jobs[0]).toEqual({
    operators: [
      ['Source: user-source', 'user-source', 'c7f56fb834576e22e5a86b880fa62248'],
      ['user-counter', 'user-counter', '21a8530cac09a6d69f324f2df1813704'],
      ['age-statistic', 'age-statistic', '6b772e57b458cf1314bd75b9026942dc'],
      ['discard: Writer', 'discard', '298755e8e632b439cafe5a0c747de7e1'],
    ].map(([name, uid, id]) => ({ name, uid, id, uidHash: null, parallelism: 1 })),
    // No savepoint, so no state that Kryo wrote.
    kryo: [],
  });
});

test('a job whose main() fails says why, and hides nothing else', () => {
  expect(map.jobs[1]).toMatchObject({
    cause: 'java.lang.IllegalArgumentException: property group bucket is missing',
  });
});

test('a savepoint that is not there is named', () => {
  expect(map.savepoint).toMatchObject({ cause: expect.stringContaining('/nowhere') });
});
