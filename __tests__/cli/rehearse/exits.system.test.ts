import { rehearsalText } from '../../../cli/rehearse/texts';
import { demoRehearsals, jarOf } from './demo-rehearsals';

jest.setTimeout(300_000);

const { jar, tried } = demoRehearsals(
  ['main-exits', 'main-exits-on-errors', 'main-exits-at-its-end', 'task-exits', 'thread-exits', 'compatible'],
  ['demo'],
);

const REMEDY =
  'Take the call out of the code: on a cluster it ends Flink itself. To end without a job, throw an exception; what main() misses here, give it with --properties FILE.';

test('a main() that calls System.exit leaves it unknown: the call is told with its place', async () => {
  const document = await tried('main-exits');
  expect(document).toMatchObject({
    verdict: 'unknown',
    because: 'The new code does not run here: its main() called System.exit(1) at kda.demo.UserServiceJob.main:21.',
    remedy: REMEDY,
  });
  expect(rehearsalText(document)).toMatch(/^UNKNOWN .*System\.exit\(1\)/);
});

test('so it is with the old code', async () => {
  const document = await tried('compatible', { from: jarOf(jar('main-exits'), 'old.jar'), state: null });
  expect(document).toMatchObject({
    verdict: 'unknown',
    because: expect.stringMatching(
      /^The old code does not run here, so there is no state: its main\(\) called System\.exit\(1\) at kda\.demo\.UserServiceJob\.main:21\./,
    ),
    remedy: REMEDY,
  });
});

test('a main() that calls it at its end leaves it unknown, with the state mapped', async () => {
  expect(await tried('main-exits-at-its-end')).toMatchObject({
    verdict: 'unknown',
    because: expect.stringMatching(
      /its main\(\) called System\.exit\(0\) at kda\.demo\.UserServiceJob\.main:\d+\. By then the state of 3 of 3 operators was mapped/,
    ),
  });
});

test('a main() that would call it if its job failed is compatible, as its job does not', async () => {
  expect(await tried('main-exits-on-errors')).toMatchObject({ verdict: 'compatible', warnings: [] });
});

test('a task that ends the JVM is told as such', async () => {
  expect(await tried('task-exits')).toMatchObject({
    verdict: 'unknown',
    because: expect.stringMatching(
      /task "age-statistic -> discard: Writer" called Runtime\.halt\(3\) at kda\.demo\.AgeStatistic\.processElement:\d+\./,
    ),
  });
});

test('a thread that ends the JVM beside the job is told, too', async () => {
  expect(await tried('thread-exits')).toMatchObject({
    verdict: 'unknown',
    because: expect.stringMatching(/it called System\.exit\(4\) at kda\.demo\.UserServiceJob\.lambda\$[\w$]+:\d+\./),
  });
});
