import { checkJava, checkNode, checkPrerequisites, checkPython, javaBinary } from '../../local/prerequisites';

describe('Node.js', () => {
  test.each(['20.9.0', '20.20.2', '22.1.0', '24.22.0', '26.12.0'])('%s is accepted', (version) =>
    expect(checkNode(version)).toBe(version),
  );
  test.each(['18.20.0', '20.8.1', '27.0.0'])('%s is refused with what to install', (version) => {
    expect(() => checkNode(version)).toThrow(`${version} was found, expected 20.9 to 26; install Node.js 24.`);
  });
});

describe('Java', () => {
  test.each([
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime', '17.0.15'],
    ['openjdk version "17" 2021-09-14', '17'],
  ])('its version is read from %j', (said, version) => expect(checkJava(said)).toBe(version));
  test.each([
    ['21', 'openjdk version "21.0.1" 2023-10-17'], // Flink 1.20 does not support it
    ['11', 'openjdk version "11.0.2" 2019-01-15'], // the compiler of the demo does not run on it
  ])('%s is refused', (major, said) => {
    expect(() => checkJava(said)).toThrow(`Java ${major} was found, expected a JDK 17; install one and let JAVA_HOME`);
  });
  test('missing is said with what to install', () => {
    expect(() => checkJava(undefined)).toThrow('no java was found (JAVA_HOME or PATH); install a JDK 17.');
  });
  test('of JAVA_HOME goes before the one of PATH', () => {
    expect(javaBinary({ JAVA_HOME: '/jdk' })).toBe('/jdk/bin/java');
    expect(javaBinary({})).toBe('java');
  });
});

describe('Python', () => {
  test('3.11.7 is accepted', () => expect(checkPython('Python 3.11.7\n')).toBe('3.11.7'));
  test('3.9 is refused', () =>
    expect(() => checkPython('Python 3.9.2')).toThrow('Python 3.9.2 was found, expected 3.10'));
});

test('everything missing is named in one go', () => {
  const missing = (what: string) => ({
    what,
    find: () => {
      throw new Error(`install ${what}`);
    },
  });
  expect(checkPrerequisites([missing('A'), { what: 'B', find: () => '1.0' }, missing('C')])).toEqual({
    ok: false,
    lines: ['A: install A', 'B: 1.0', 'C: install C'],
  });
});
