import { resolve } from 'node:path';
import { nameFinder } from '../../../cli/rehearse/name-finder';

const findName = nameFinder(resolve(__dirname, '../../../flink-demo/target/user-service.jar'));

test.each([
  ['amount-by-age', 'kda.demo.AgeStatistic'],
  ['user-counter', 'kda.demo.UserServiceJob'],
  ['amount-by', undefined],
  ['amountOfNobody', undefined],
  // Names of a field, of a method and of a class: no strings.
  ['serialVersionUID', undefined],
  ['processElement', undefined],
  ['kda/demo/AgeStatistic', undefined],
])('a class of the demo that has the string "%s": %s', (name, found) => {
  expect(findName(name)).toBe(found);
});
