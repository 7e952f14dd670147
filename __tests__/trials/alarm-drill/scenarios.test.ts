import { ALARM_IDS } from '../../../config/alarm-catalog/alarm-catalog';
import { chooseScenarios } from '../../../trials/alarm-drill/choose';
import { alarmIn, drillDeployments } from '../../../trials/alarm-drill/deploy';
import { NOT_SET_OFF, SCENARIOS, TAGS } from '../../../trials/alarm-drill/scenarios';

const deployments = drillDeployments();

test('every alarm of the catalogue is set off by a scenario or has a reason, and no scenario expects another', () => {
  const drilled = SCENARIOS.flatMap(({ alarms }) => alarms.map(({ id }) => id));
  expect([...new Set(drilled), ...Object.keys(NOT_SET_OFF)].sort()).toEqual([...ALARM_IDS].sort());
});

test.each(SCENARIOS)('"$title" expects alarms that its deployment makes', ({ alarms }) => {
  for (const alarm of alarms) expect(alarmIn(deployments, alarm).name).toContain(alarm.id);
});

test('an alarm that no deployment makes is refused, by the file that would have to make it', () => {
  expect(() => alarmIn(deployments, { deployment: 'named', id: 'cpu', subject: 'other' })).toThrow(
    'config/alarm-drill.json makes no alarm alarm-drill/other/cpu',
  );
});

test('a scenario stands behind those that it waits for', () => {
  const titles = SCENARIOS.map(({ title }) => title);
  for (const [index, { after = [], until = [] }] of SCENARIOS.entries()) {
    for (const title of [...after, ...until]) expect(titles.slice(0, index)).toContain(title);
  }
});

test('tags are given to no named application, with the values that the fleet selects', () => {
  const names = deployments.named.names.watchedApplications.map(({ name }) => name);
  for (const tagged of Object.keys(TAGS)) expect(names).not.toContain(tagged);
  const selected = deployments.fleet.names.applicationEntries.map(({ tag }) => tag?.value);
  expect([...new Set(Object.values(TAGS))].sort()).toEqual([...selected].sort());
});

describe('a choice of alarms', () => {
  const titles = (ids: string[]) => chooseScenarios(SCENARIOS, ids).map(({ title }) => title);

  test('is all of them when none is named', () => {
    expect(titles([])).toHaveLength(SCENARIOS.length);
  });

  test('is the scenarios that set them off', () => {
    expect(titles(['heap', 'container-memory'])).toEqual([
      'the heap is used up',
      'CPU and memory outside the heap are used up',
    ]);
  });

  test('brings what the fleet needs first', () => {
    expect(titles(['fleet-snapshots-late'])).toEqual(['nothing fits the selectors', 'snapshots of the fleet are late']);
  });

  test('brings the scenarios that a condition comes and goes with', () => {
    expect(titles(['manager-errors'])).toEqual([
      'nothing fits the selectors',
      'checkpoints are declined',
      'snapshots are late',
      'the job fails',
      'the job fails, on Flink 2',
      'runs fail',
    ]);
  });

  test('refuses an id that there is not, and names the nearest', () => {
    expect(() => titles(['heap', 'heat'])).toThrow('There is no alarm heat. Did you mean heap?');
  });
});
