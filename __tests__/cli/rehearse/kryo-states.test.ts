import { compareKryo, withKryo } from '../../../cli/rehearse/kryo-states';
import type { MappedOperator } from '../../../cli/rehearse/mapping';

const operator = (more: Partial<MappedOperator> = {}): MappedOperator => ({
  ...{ id: '1', name: 'totals', uid: 'totals', bytes: 100, states: ['box'], fate: 'kept', droppedStates: [] },
  ...{ renamed: null, timers: [], notAskedStates: [], watched: null, ...more },
});
const kryo = (constants: string[], open: string[] = [], complete = true) => [
  { id: '1', complete, states: [{ state: 'box', classes: [{ name: 'shop.Kind', constants }], open }] },
];
const COMPATIBLE = { verdict: 'compatible', reached: 'checkpoint', because: 'Restored.', remedy: null } as const;
const verdict = (old: string[], now: string[], more: Partial<MappedOperator> = {}) =>
  withKryo(COMPATIBLE, compareKryo({ old: kryo(old), now: kryo(now) }, [operator(more)])).verdict;

test('what is certainly read as something else is incompatible, what may be is unknown', () => {
  expect(verdict(['GOOD'], ['GOOD'])).toBe('compatible');
  expect(verdict(['GOOD'], ['NEW', 'GOOD'])).toBe('incompatible');
  expect(verdict(['GOOD'], ['FINE'])).toBe('unknown');
});

test('state that the new code does not take is not compared', () => {
  expect(verdict(['GOOD'], ['NEW', 'GOOD'], { fate: 'dropped' })).toBe('compatible');
  expect(verdict(['GOOD'], ['NEW', 'GOOD'], { droppedStates: ['box'] })).toBe('compatible');
});

test('where it is not known whether the new code has the operator, it is compared', () => {
  expect(verdict(['GOOD'], ['NEW', 'GOOD'], { fate: 'not-known' })).toBe('incompatible');
});

test('a doubt leaves a loss as it is', () => {
  const compared = compareKryo({ old: kryo(['GOOD']), now: kryo(['FINE']) }, [operator()]);
  expect(withKryo({ ...COMPATIBLE, verdict: 'partial' }, compared).verdict).toBe('partial');
});

test('types whose values can be of any class, and states that can’t be read, are warnings', () => {
  const states = { old: kryo(['GOOD'], ['java.util.List']), now: kryo(['GOOD'], [], false) };
  expect(compareKryo(states, [operator()])).toEqual({
    differences: [],
    warnings: [
      'Classes that Kryo writes were not compared where the type does not name them: "box" of "totals" (100 B) (java.util.List). Compare their fields and constants in both codes.',
      'Whether Kryo writes states of "totals" (100 B) can\'t be read, so their classes were not compared.',
    ],
  });
});
