import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFault } from '../../../packages/managed-flink/src/faults';
import { EPISODES, runsAtEnds } from '../../../trials/soak/episodes';

test('the episodes have fifty runs together', () => {
  expect(runsAtEnds(EPISODES).at(-1)).toBe(50);
});

test('an episode ends when its own runs and those before it have ended', () => {
  expect(runsAtEnds([{ runs: 3 }, { runs: 1 }, { runs: 5 }])).toEqual([3, 4, 9]);
});

test('the soak begins and ends in calm', () => {
  expect([EPISODES[0], EPISODES.at(-1)].map((episode) => episode?.title)).toEqual([
    'nothing goes wrong',
    'nothing goes wrong',
  ]);
});

test.each(EPISODES.flatMap(({ apiFaults = [] }) => apiFaults))('the local API knows the fault %s', (fault) => {
  expect(() => parseFault(fault)).not.toThrow();
});

test('no fault of the API needs simulated jobs', () => {
  const kinds = EPISODES.flatMap(({ apiFaults = [] }) => apiFaults).map((fault) => parseFault(fault).kind);
  expect(kinds).not.toContain('FAILED');
});

test('the Flink application knows every property that an episode sets', () => {
  const source = readFileSync(
    join(__dirname, '../../../flink-demo/src/main/java/kda/demo/ApplicationProperties.java'),
    'utf8',
  );
  for (const name of EPISODES.flatMap(({ jobFaults = {} }) => Object.keys(jobFaults))) {
    expect(source).toContain(`"${name}"`);
  }
});
