import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRef, findRef } from '../../../cli/rehearse/git-ref';
import { uncommittedWarning } from '../../../cli/rehearse/uncommitted';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('git-ref');
const JAVA = { binary: 'java', version: '17', home: undefined };
const { signal } = new AbortController();

let repository: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: repository });

beforeEach(() => {
  process.env.XDG_CACHE_HOME = join(folder.path, 'cache');
  repository = join(folder.path, 'repository');
  mkdirSync(join(repository, 'job'), { recursive: true });
  git('init', '-q', '-b', 'main');
  const build = join(repository, 'job/mvnw');
  writeFileSync(
    build,
    `#!/bin/sh\nmkdir -p target\necho built >> "${folder.path}/builds"\ncp code target/app.jar\ncp code target/original-app.jar\n`,
  );
  chmodSync(build, 0o755);
  commit('one');
  commit('two');
});

afterEach(() => {
  delete process.env.XDG_CACHE_HOME;
});

function commit(code: string): void {
  writeFileSync(join(repository, 'job/code'), code);
  git('add', '-A');
  git('commit', '-q', '-m', code);
}

const builds = () => readFileSync(join(folder.path, 'builds'), 'utf8').trim().split('\n').length;

test('an earlier commit is built by its own build, the checkout stays as it is, and no worktree is left', async () => {
  const found = findRef('--from', 'HEAD~1', repository, 'job');
  expect(readFileSync(await buildRef(found, JAVA, signal, false), 'utf8')).toBe('one');
  expect(readFileSync(join(repository, 'job/code'), 'utf8')).toBe('two');
  expect(git('worktree', 'list').toString().trim().split('\n')).toHaveLength(1);
});

test('the same files are built once, whatever the ref is called', async () => {
  await buildRef(findRef('--from', 'main', repository, 'job'), JAVA, signal, false);
  git('commit', '-q', '--allow-empty', '-m', 'three');
  await buildRef(findRef('--to', 'HEAD', repository, 'job'), JAVA, signal, false);
  expect(builds()).toBe(1);
});

const POM = (version: string, own = '1.0') =>
  `<project><version>${own}</version><dependencies><dependency><artifactId>ours</artifactId><version>${version}</version></dependency></dependencies></project>`;

test.each([
  ['pom.xml', POM('1.2-SNAPSHOT'), 2],
  ['pom.xml', '<project><properties><ours.version>1.2-SNAPSHOT</ours.version></properties></project>', 2],
  ['pom.xml', '<project><parent><version>7-SNAPSHOT</version></parent></project>', 2],
  ['job/pom.xml', '<project><parent><version>7-SNAPSHOT</version><relativePath/></parent></project>', 2],
  ['job/build.gradle', "version = '1.0'\ndependencies { implementation 'a:ours:1.2-SNAPSHOT' }", 2],
  ['gradle/libs.versions.toml', '[versions]\nours = "1.2-SNAPSHOT"', 2],
  ['pom.xml', POM('1.2', '1.0-SNAPSHOT'), 1],
  ['pom.xml', '<project><properties><revision>1.0-SNAPSHOT</revision></properties></project>', 1],
  ['job/pom.xml', '<project><parent><version>1.0-SNAPSHOT</version></parent></project>', 1],
  ['pom.xml', `<!-- ${POM('1.2-SNAPSHOT')} -->${POM('1.2')}`, 1],
  ['job/build.gradle', "version = '1.0-SNAPSHOT'", 1],
])('%s with %s: the same commit is built %d times for two rehearsals', async (file, text, times) => {
  mkdirSync(join(repository, file, '..'), { recursive: true });
  writeFileSync(join(repository, file), text);
  commit('three');
  const found = findRef('--to', 'HEAD', repository, 'job');
  await buildRef(found, JAVA, signal, false);
  await buildRef(found, JAVA, signal, false);
  expect([builds(), found.changing]).toEqual([times, times === 1 ? [] : [file]]);
});

test('changes of the module that are not committed are named, for the commit of the checkout alone', () => {
  const warning = (ref: string) => uncommittedWarning('--to', findRef('--to', ref, repository, 'job'));
  const head = git('rev-parse', 'HEAD').toString().slice(0, 10);
  writeFileSync(join(repository, 'notes'), 'beside the module');
  expect(warning('HEAD')).toBeUndefined();
  writeFileSync(join(repository, 'job/code'), 'three');
  expect([warning('main'), warning('HEAD~1')]).toEqual([
    `Changes that are not committed are not rehearsed: --to main is commit ${head}, and job/code differs from it. Commit first, or build the JAR and name it with --to.`,
    undefined,
  ]);
  for (const name of ['a', 'b', 'c']) writeFileSync(join(repository, 'job', name), name);
  expect(warning('HEAD')).toContain('and job/code, job/a, job/b and 1 more differ from it.');
});

test.each([undefined, 'job', 'job/'])('within the folder of the build it is found, with --module %s', (module) => {
  expect(findRef('--to', 'HEAD', join(repository, 'job'), module)).toMatchObject({ module: 'job', output: 'target' });
});

test('the same files twice at once are one JAR', async () => {
  const found = findRef('--to', 'HEAD', repository, 'job');
  const [one, other] = await Promise.all([buildRef(found, JAVA, signal, false), buildRef(found, JAVA, signal, false)]);
  expect([readFileSync(one, 'utf8'), other]).toEqual(['two', one]);
});

test('modules whose names differ in a sign only have JARs of their own', async () => {
  for (const module of ['a-b', 'a_b']) {
    mkdirSync(join(repository, module));
    writeFileSync(join(repository, module, 'mvnw'), `#!/bin/sh\nmkdir target\necho ${module} > target/app.jar\n`);
    chmodSync(join(repository, module, 'mvnw'), 0o755);
  }
  commit('modules');
  const built = async (module: string) =>
    readFileSync(await buildRef(findRef('--to', 'HEAD', repository, module), JAVA, signal, false), 'utf8');
  expect([await built('a-b'), await built('a_b')]).toEqual(['a-b\n', 'a_b\n']);
});

test.each(['--upload-pack=touch x', 'main;touch x', '$(touch x)', '@{upstream', 'main..HEAD', ''])(
  'the ref "%s" is refused',
  (ref) => {
    expect(() => findRef('--to', ref, repository, 'job')).toThrow('is neither a JAR nor a git ref');
    expect(readdirSync(repository).sort()).toEqual(['.git', 'job']);
  },
);

test('a ref without a build is refused before anything is built', () => {
  expect(() => findRef('--to', 'main', repository, undefined)).toThrow(
    '--to main has no build in its root, expected one of mvnw, gradlew, pom.xml. Add --module job, or name a JAR.',
  );
  expect(() => findRef('--to', 'main', repository, 'jobs')).toThrow('has no build in jobs, expected one of');
  expect(readdirSync(folder.path)).not.toContain('builds');
});

test('a ref without any build, and one with many, ask for the folder', () => {
  const refused = (ref: string) => () => findRef('--to', ref, repository, undefined);
  for (const name of ['a', 'b', 'c']) {
    mkdirSync(join(repository, name));
    writeFileSync(join(repository, name, 'pom.xml'), '<project/>');
  }
  commit('four builds');
  git('rm', '-qr', 'a', 'b', 'c', 'job/mvnw');
  git('commit', '-qm', 'none');
  for (const ref of ['HEAD', 'HEAD~1']) {
    expect(refused(ref)).toThrow(/gradlew, pom\.xml\. Name its folder with --module, or name a JAR\.$/);
  }
});

test('a word that is neither JAR nor ref is refused', () => {
  expect(() => findRef('--to', 'mian', repository, undefined)).toThrow(/^--to mian is neither a JAR nor a git ref of /);
});

describe('credentials of the shell', () => {
  const SHELL = {
    ...{ AWS_ACCESS_KEY_ID: 'AKIDPERSON', AWS_SECRET_ACCESS_KEY: 'secret', AWS_PROFILE: 'production' },
    ...{ AWS_SHARED_CREDENTIALS_FILE: '/home/person/keys', AWS_WEB_IDENTITY_TOKEN_FILE: '/run/token' },
    ...{ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost/keys', AWS_REGION: 'eu-west-1' },
    CODEARTIFACT_AUTH_TOKEN: 'token',
  };
  const before = { ...process.env };
  beforeEach(() => Object.assign(process.env, SHELL));
  afterEach(() => {
    for (const name of Object.keys(SHELL)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  /** Variables that the build of a ref had, and a hook that comes with the ref. */
  async function variables(hasCredentials: boolean) {
    const say = (file: string) => `#!/bin/sh\nmkdir -p target\nenv | grep -E "^(AWS|CODEARTIFACT)_" | sort > ${file}\n`;
    mkdirSync(join(repository, 'hooks'));
    writeFileSync(join(repository, 'hooks/post-checkout'), say(join(folder.path, 'of-hook')), { mode: 0o755 });
    writeFileSync(join(repository, 'job/mvnw'), say('target/app.jar'));
    commit('environment');
    git('config', 'core.hooksPath', 'hooks');
    const jar = await buildRef(findRef('--to', 'HEAD', repository, 'job'), JAVA, signal, hasCredentials);
    return [jar, join(folder.path, 'of-hook')].map((file) => readFileSync(file, 'utf8').trim().split('\n'));
  }

  test('a build, and a hook of the ref, do not have them; a token for a repository they have', async () => {
    const none = [
      'AWS_CONFIG_FILE=/dev/null',
      'AWS_CREDENTIAL_PROFILES_FILE=/dev/null',
      'AWS_EC2_METADATA_DISABLED=true',
      'AWS_SHARED_CREDENTIALS_FILE=/dev/null',
      'CODEARTIFACT_AUTH_TOKEN=token',
    ];
    expect(await variables(false)).toEqual([none, none]);
  });

  test('with --build-credentials they have all of them', async () => {
    const all = Object.entries(SHELL).map(([name, value]) => `${name}=${value}`);
    const [ofBuild, ofHook] = await variables(true);
    expect([ofBuild, ofHook]).toEqual([expect.arrayContaining(all), expect.arrayContaining(all)]);
  });

  test.each([
    ['Could not transfer artifact: status code: 401, reason phrase: Unauthorized (401)', false, true],
    ['Unable to load credentials from any of the providers in the chain', false, true],
    ['Unable to load credentials from any of the providers in the chain', true, false],
    ['cannot find symbol', false, false],
  ])('a build that fails with "%s", credentials given: %s, names the option: %s', async (line, given, isNamed) => {
    writeFileSync(join(repository, 'job/mvnw'), `#!/bin/sh\necho "${line}"\nexit 1\n`);
    commit('no access');
    const error = await buildRef(findRef('--to', 'main', repository, 'job'), JAVA, signal, given).catch(String);
    const hint =
      '\nThe build had no AWS credentials. If it needs them, such as for a repository on AWS, add --build-credentials.';
    expect([error.includes(line), error.endsWith(hint)]).toEqual([true, isNamed]);
  });
});

test('a build that fails says so with its last lines', async () => {
  writeFileSync(join(repository, 'job/mvnw'), '#!/bin/sh\necho cannot compile\nexit 3\n');
  commit('broken');
  await expect(buildRef(findRef('--to', 'main', repository, 'job'), JAVA, signal, false)).rejects.toThrow(
    'The build of main failed: ./mvnw -q -B package -DskipTests ended with exit code 3.\ncannot compile',
  );
});
