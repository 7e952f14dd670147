import { demoRehearsals } from './demo-rehearsals';

jest.setTimeout(300_000);

const { tried } = demoRehearsals(['rare-state', 'hundredth-state'], ['demo']);

test('a state that only rare records ask for is not told as dropped: unknown, with the records that came', async () => {
  const document = await tried('rare-state', {}, { inputMs: 2000 });
  expect(document).toMatchObject({
    verdict: 'unknown',
    reached: 'checkpoint',
    because: expect.stringMatching(
      /^The job runs, but the new code did not ask for "amount-by-age" in "age-statistic" \(.* k?B\) in 2(\.\d)? s with \d+ records\. It has the name in kda\.demo\.AgeStatistic, so another record may ask for it; else it is dropped\.$/,
    ),
  });
  expect(document.operators.find(({ uid }) => uid === 'age-statistic')).toMatchObject({
    ...{ droppedStates: [], notAskedStates: ['amount-by-age'] },
    watched: { seconds: expect.closeTo(2, 0), records: expect.any(Number) },
  });
});

test('with the option it is compatible, and its heading tells the risk', async () => {
  expect(await tried('rare-state', { allowNonRestoredState: true }, { inputMs: 1000 })).toMatchObject({
    verdict: 'compatible',
    because: expect.stringContaining('--allow-non-restored-state allows that, too.'),
  });
});

test('a state whose name the new code has gets more time for the record that asks for it', async () => {
  expect(await tried('hundredth-state')).toMatchObject({ verdict: 'compatible', warnings: [] });
});
