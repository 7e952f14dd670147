import { environmentWith, findJava, fittingVersion } from '../../tools/java/java';

const SAID: Readonly<Record<string, string>> = {
  '/jdk11/bin/java': 'openjdk version "11.0.2" 2019-01-15',
  '/jdk17/bin/java': 'openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment',
  '/jdk21/bin/java': 'openjdk version "21.0.8" 2025-07-15 LTS',
};
const saidBy = (ofPath: string | undefined) => (binary: string) => (binary === 'java' ? ofPath : SAID[binary]);

test.each([
  ['openjdk version "17" 2021-09-14', '17'],
  ['openjdk version "17.0.15" 2025-04-15', '17.0.15'],
  ['openjdk version "21.0.1" 2023-10-17', '21.0.1'],
  ['openjdk version "11.0.2" 2019-01-15', undefined], // the compiler of the JARs does not run on it
  ['openjdk version "1.8.0_402"', undefined],
  ['openjdk version "25.0.2" 2026-01-20 LTS', undefined], // Flink 1.20 does not name it among those it runs on
  ['sh: 1: java: not found', undefined],
  [undefined, undefined],
])('of %j the version that fits is %s', (said, version) => expect(fittingVersion(said)).toBe(version));

test.each([
  ['the one of JAVA_HOME, which goes before', { JAVA_HOME: '/jdk17' }, SAID['/jdk21/bin/java'], '17.0.15'],
  ['the one of PATH where JAVA_HOME is not set', {}, SAID['/jdk21/bin/java'], '21.0.8'],
  [
    'the one of PATH where the one of JAVA_HOME is too old',
    { JAVA_HOME: '/jdk11' },
    SAID['/jdk17/bin/java'],
    '17.0.15',
  ],
  ['the one of PATH where there is none in JAVA_HOME', { JAVA_HOME: '/nowhere' }, SAID['/jdk17/bin/java'], '17.0.15'],
  ['none where none fits', { JAVA_HOME: '/jdk11' }, SAID['/jdk11/bin/java'], undefined],
  ['none on a machine without Java', {}, undefined, undefined],
])('Java is %s', (_, environment, ofPath, version) => {
  expect(findJava(environment, saidBy(ofPath))?.version).toBe(version);
});

test('a Java of PATH is not hidden from Maven by a JAVA_HOME that does not fit', () => {
  const environment = { JAVA_HOME: '/jdk11', HOME: '/home/me' };
  const java = findJava(environment, saidBy(SAID['/jdk17/bin/java']));
  expect(java && environmentWith(java, environment)).toEqual({ HOME: '/home/me' });
});

test('a Java of its own is named to Maven as JAVA_HOME', () => {
  const java = { binary: '/own/bin/java', version: '17.0.9', home: '/own' };
  expect(environmentWith(java, { JAVA_HOME: '/jdk11' })).toEqual({ JAVA_HOME: '/own' });
});
