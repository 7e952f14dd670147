import { demoRehearsals } from './demo-rehearsals';

jest.setTimeout(400_000);

const { tried } = demoRehearsals(
  [
    ...(['timers', 'timers-of-now', 'timers-without-effect', 'map-without-timers', 'compatible'] as const),
    ...(['event-time-windows', 'processing-time-windows', 'global-windows'] as const),
  ],
  ['timers', 'timers-of-now', 'event-time-windows', 'demo'],
);

const SIZE = '\\(.* k?B\\)';
const REMEDY =
  'Keep the timers and what they do, in the same kind of operator and of the same time, or accept the loss: rehearse with --allow-non-restored-state. Flink itself starts without a word about it.';

test('timers that the new code has, too, are kept; those of event time wait for a watermark', async () => {
  const document = await tried('timers', { old: 'timers' });
  expect(document).toMatchObject({
    verdict: 'compatible',
    warnings: [
      expect.stringMatching(
        new RegExp(
          `^The \\d+ timers? of event time \\(user-timers\\) of "age-statistic" ${SIZE} wait for a watermark, and none came in [\\d.]+ s with \\d+ records?\\. If the new code makes none, they never fire\\.$`,
        ),
      ),
    ],
  });
  expect(document.operators.find(({ uid }) => uid === 'age-statistic')?.timers).toEqual([
    { service: 'user-timers', time: 'event', count: expect.any(Number), fate: 'kept' },
    { service: 'user-timers', time: 'processing', count: expect.any(Number), fate: 'kept' },
  ]);
});

test.each([
  ['timers', 'map-without-timers', 'the new code asks for no such timers, and Flink never fires them'],
  ['timers', 'timers-without-effect', 'the new code does nothing when they fire'],
  ['timers-of-now', 'compatible', 'the new code does nothing when they fire'],
] as const)('%s in the savepoint, and %s after it: partial, and the timers are counted', async (old, name, because) => {
  const document = await tried(name, { old });
  expect(document).toMatchObject({ verdict: 'partial', reached: 'checkpoint', remedy: REMEDY });
  expect(document.because).toMatch(
    new RegExp(
      `^Timers would be lost: the \\d+ timers? of event time \\(user-timers\\) and the \\d+ timers? of processing time \\(user-timers\\) of "age-statistic" ${SIZE}: `,
    ),
  );
  expect(document.because).toContain(because);
});

test('with the option the loss of timers is compatible, and named', async () => {
  expect(await tried('map-without-timers', { old: 'timers', allowNonRestoredState: true })).toMatchObject({
    verdict: 'compatible',
    because: expect.stringMatching(/the \d+ timers? of event time .* is dropped, as --allow-non-restored-state allows/),
  });
});

test('windows of processing time never close those of event time: partial', async () => {
  const document = await tried('processing-time-windows', { old: 'event-time-windows' });
  expect(document).toMatchObject({
    verdict: 'partial',
    because: expect.stringMatching(
      new RegExp(
        `^Timers would be lost: the \\d+ timers? of event time \\(window-timers\\) of "age-statistic" ${SIZE}: the new code does nothing when they fire`,
      ),
    ),
  });
});

test('windows of another class are incompatible: Flink refuses the serializer of their namespace', async () => {
  const document = await tried('global-windows', { old: 'event-time-windows' });
  expect(document).toMatchObject({
    verdict: 'incompatible',
    because: expect.stringMatching(
      /^The serializer of the timers of task "age-statistic -> discard: Writer" changed, and/,
    ),
  });
});

test('an operator that never set a timer has none to lose', async () => {
  expect(await tried('map-without-timers')).toMatchObject({ verdict: 'compatible', warnings: [] });
});
