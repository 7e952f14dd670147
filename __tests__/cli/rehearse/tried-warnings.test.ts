import type { MappedOperator } from '../../../cli/rehearse/mapping';
import type { TriedOperator } from '../../../cli/rehearse/tried-state';
import { triedWarnings } from '../../../cli/rehearse/tried-warnings';

function tried(more: Partial<TriedOperator>, operator: Partial<MappedOperator> = {}): TriedOperator {
  return {
    operator: {
      ...{ id: '1', name: 'alarms', uid: 'alarms', bytes: 770, states: ['last'], timers: [], fate: 'kept' },
      ...{ droppedStates: [], notAskedStates: [], watched: null, renamed: null, ...operator },
    },
    ...{ missing: [], records: 5, keyed: true, timers: [], unreadable: undefined, partlyRead: [], ...more },
  };
}
const warnings = (...operators: TriedOperator[]) => triedWarnings({ operators, seconds: 8, exit: undefined });

test('a keyed operator without state in the savepoint was not tried, and that is said', () => {
  expect(warnings(tried({}, { states: [] }), tried({}))).toEqual([
    'The savepoint has no state by name of "alarms" (770 B), so nothing of it was tried. If your application has some there, name a savepoint that has it with --state.',
  ]);
});

test('an operator that is not keyed, and one with timers alone, is none of these', () => {
  const timers: MappedOperator['timers'] = [{ service: 'user-timers', time: 'event', count: 3, fate: 'kept' }];
  expect(warnings(tried({ keyed: false }, { states: [] }), tried({}, { states: [], timers }))).toEqual([]);
});

test('state without a record, and values that were read in part, are told', () => {
  expect(warnings(tried({ records: 0, partlyRead: ['100 values of "last"'] }))).toEqual([
    'No record was processed with the restored state of "alarms" (770 B): none came in 8 s.',
    'Only 100 values of "last" were read, there are more.',
  ]);
});
