import { withDrillHere } from '../../../cli/drill/local-word';

test.each([
  ['drill orders --local --state sp', 'drill orders --here --state sp'],
  ['drill orders --state sp --local', 'drill orders --state sp --here'],
  ['drill orders --in-place --local', 'drill orders --in-place --local'],
  ['drill orders --here --state latest --local', 'drill orders --here --state latest --local'],
  ['drill orders --state sp -- --local', 'drill orders --state sp -- --local'],
  ['status --local', 'status --local'],
  ['--local drill orders --in-place', '--local drill orders --in-place'],
])('kda %s is read as kda %s', (typed, read) => {
  const words = (line: string) => line.split(/ +/);
  expect(withDrillHere(words(typed))).toEqual(words(read));
});
