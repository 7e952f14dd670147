import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copyCheckout } from '../../../trials/reproducibility/copy-checkout';
import {
  buildDeployables,
  checksumLine,
  copyOwnJars,
  type Deployable,
} from '../../../trials/reproducibility/deployables';
import { firstDifference } from './first-difference';

/** Two checkouts, built from scratch under circumstances that differ in everything a machine can differ in here. */
jest.setTimeout(10 * 60_000);

const PROJECT = resolve(__dirname, '../../..');
const LONG_NAME = `a checkout whose name is long, ${'very '.repeat(12)}long`;

let folder: string;
let first: Deployable[];
let second: Deployable[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kda-reproducible-'));
  first = await build('a', {
    fileTime: new Date('2001-02-03T04:05:06Z'),
    umask: '022',
    environment: { TZ: 'UTC', LC_ALL: 'C', LANG: 'C' },
  });
  second = await build(LONG_NAME, {
    fileTime: new Date('2039-12-31T23:59:58Z'),
    umask: '077',
    reversed: true,
    hasOldClasses: true,
    environment: {
      TZ: 'Pacific/Kiritimati', // a day ahead of most of the world
      LC_ALL: 'tr_TR.UTF-8', // i is not the small letter of I there
      LANG: 'tr_TR.UTF-8',
      JAVA_TOOL_OPTIONS: '-Duser.language=tr -Duser.country=TR -Dfile.encoding=ISO-8859-9',
      USER: 'somebody-else',
    },
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Setting {
  readonly fileTime: Date;
  readonly umask: string;
  readonly reversed?: boolean;
  /** An earlier build, of sources that are gone since, was made there. */
  readonly hasOldClasses?: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

function build(
  name: string,
  { fileTime, umask, reversed, hasOldClasses, environment }: Setting,
): Promise<Deployable[]> {
  const checkout = join(folder, name);
  const home = join(folder, `home of ${name.slice(0, 1)}`);
  for (const made of [checkout, home]) mkdirSync(made, { recursive: true });
  copyCheckout(PROJECT, checkout, { linkModules: true, fileTime, reversed });
  copyOwnJars(PROJECT, checkout);
  if (hasOldClasses) {
    const classes = join(checkout, 'flink-demo/target/classes/kda/demo');
    mkdirSync(classes, { recursive: true });
    writeFileSync(join(classes, 'GoneSince.class'), 'what an earlier build left behind');
  }
  return buildDeployables(checkout, { umask, environment: { ...environment, HOME: home } });
}

test('two checkouts give the same JAR, zip, stacks and assets, byte for byte', () => {
  expect(firstDifference(first, second)).toBeUndefined();
  expect(second.map(checksumLine)).toEqual(first.map(checksumLine));
});

test('that is everything a deployment is made of, for each environment', () => {
  const names = first.map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual([
    'artifact/flink-demo/target/user-service.jar',
    'artifact/.build/snapshot-manager.zip',
  ]);
  for (const environment of ['default', 'demo', 'production']) {
    expect(
      names
        .filter((name) => name.startsWith(`${environment}/`))
        .map((name) => name.replace(/[0-9A-F]{32}|_file_[0-9A-F]{8}/g, '*')),
    ).toEqual([
      `${environment}/manifest.json`,
      `${environment}/stacks/application/cdk.tf.json`,
      `${environment}/stacks/artifacts/assets/jar*/*/user-service.jar`,
      `${environment}/stacks/artifacts/assets/lambda-zip*/*/snapshot-manager.zip`,
      `${environment}/stacks/artifacts/cdk.tf.json`,
      `${environment}/stacks/snapshots/cdk.tf.json`,
      `${environment}/stacks/upkeep/cdk.tf.json`,
      `${environment}/synthesized-from.json`,
    ]);
  }
});

test('nothing of it names the machine on which it was made', () => {
  const texts = first.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString('latin1') }));
  expect(texts.filter(({ text }) => text.includes(folder) || text.includes(PROJECT)).map(({ name }) => name)).toEqual(
    [],
  );
});
