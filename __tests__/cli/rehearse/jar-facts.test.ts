import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { flinkVersionNotes, readJarFacts } from '../../../cli/rehearse/jar-facts';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('jar-facts');

function jar(entries: Readonly<Record<string, string>>) {
  const file = join(folder.path, 'job.jar');
  const bytes = Object.entries(entries).map(([name, text]) => [name, strToU8(text)] as const);
  writeFileSync(file, zipSync(Object.fromEntries(bytes)));
  return readJarFacts(file);
}

test.each([
  ['the job’s POM', { 'META-INF/maven/shop/orders/pom.xml': '<flink.version>1.19.2</flink.version>' }, '1.19'],
  [
    'a connector that names Flink after a hyphen',
    { 'META-INF/maven/org.apache.flink/flink-connector-kafka/pom.properties': 'version=3.4.0-1.20' },
    '1.20',
  ],
  ['a module of Flink’s', { 'META-INF/maven/org.apache.flink/flink-json/pom.properties': 'version=1.18.1' }, '1.18'],
  [
    'a class that only Flink 2 has',
    { 'shop/Job.class': 'org/apache/flink/streaming/api/functions/sink/legacy/S' },
    '2',
  ],
  [
    'a class that only Flink 1 has',
    { 'shop/Job.class': 'org/apache/flink/streaming/api/functions/source/SourceFunction' },
    '1',
  ],
  [
    'nothing: a library’s POM names the Flink of the library',
    { 'META-INF/maven/com.amazonaws/runtime/pom.xml': '<flink.version>1.8.2</flink.version>' },
    undefined,
  ],
])('the version of Flink is read from %s', (_what, entries, flink) => {
  expect(jar(entries).flink).toBe(flink);
});

test('code that reads property groups is known by its own classes only', () => {
  const runtime = {
    'com/amazonaws/services/kinesisanalytics/runtime/KinesisAnalyticsRuntime.class': 'KinesisAnalyticsRuntime',
  };
  expect(jar(runtime).readsProperties).toBe(false);
  expect(jar({ ...runtime, 'shop/Job.class': 'KinesisAnalyticsRuntime' }).readsProperties).toBe(true);
});

const built = (flink?: string) => ({ flink, readsProperties: false });

test('JARs of two major versions of Flink are refused', () => {
  expect(flinkVersionNotes(built('1.20'), built('2.1')).refusals).toEqual([
    'The old code is built for Flink 1.20, the new code for Flink 2.1: Flink promises no restore between major versions.',
  ]);
});

test('JARs of a Flink that is not here are refused', () => {
  expect(flinkVersionNotes(built('2.1'), built('2.1')).refusals).toEqual([
    "Code built for Flink 2.1 can't run here: the Flink on this machine is 1.20.",
  ]);
});

test('another minor version is told', () => {
  expect(flinkVersionNotes(built('1.19'), built('1.20'))).toEqual({
    refusals: [],
    warnings: [
      'Code built for Flink 1.19 runs on Flink 1.20 here.',
      "The old code is built for Flink 1.19, the new code for Flink 1.20: change the application's runtime with the code.",
    ],
  });
});

test('where nothing is known, nothing is claimed', () => {
  expect(flinkVersionNotes(built(), built('1'))).toEqual({ refusals: [], warnings: [] });
});
