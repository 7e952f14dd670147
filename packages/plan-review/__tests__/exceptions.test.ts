import { ExceptionError, judge, readAllowOption, readExceptions } from '../src/exceptions';
import type { Refusal } from '../src/finding';

const entry = {
  refusal: 'table-destroyed',
  address: 'aws_dynamodb_table.audit',
  why: 'Moved to another account.',
  until: '2026-11-25',
};
const read = (...entries: object[]) => readExceptions('plan-exceptions.json', JSON.stringify(entries));
const refusal = (kind: Refusal['kind'], address: string, stack = 'snapshots'): Refusal => ({
  kind,
  address,
  stack,
  detail: undefined,
  attributes: [],
});
const audit = refusal('table-destroyed', 'aws_dynamodb_table.audit');

describe('an exception allows what it names', () => {
  test.each([
    ['by its address', {}, '2026-11-25', true],
    ['by a pattern', { address: 'aws_dynamodb_table.*' }, '2026-11-25', true],
    ['in its stack', { stack: 'snapshots' }, '2026-11-25', true],
    ['not in another stack', { stack: 'application' }, '2026-11-25', false],
    ['not another kind', { refusal: 'recovery-off' }, '2026-11-25', false],
    ['not a part of an address', { address: 'aws_dynamodb_table.aud' }, '2026-11-25', false],
    ['not by a dot that stands for any character', { address: 'aws_dynamodb_table_audit' }, '2026-11-25', false],
    ['not the day after', {}, '2026-11-26', false],
  ])('%s', (_, parts, today, isAllowed) => {
    const exceptions = read({ ...entry, ...parts });
    const { refused, allowed } = judge([audit], exceptions, today);
    expect({ refused, allowed }).toEqual(
      isAllowed ? { refused: [], allowed: [{ refusal: audit, by: exceptions[0] }] } : { refused: [audit], allowed: [] },
    );
  });

  test('with the brackets of an address as they stand there', () => {
    const one = refusal('application-destroyed', 'aws_kinesisanalyticsv2_application.flink["a"]');
    expect(judge([one], read({ ...entry, refusal: one.kind, address: one.address }), '2026-01-01').refused).toEqual([]);
  });
});

test('a pattern of many stars is judged at once', () => {
  const one = refusal('table-destroyed', 'a'.repeat(400));
  expect(judge([one], read({ ...entry, address: `${'*a'.repeat(60)}*b` }), '2026-01-01').refused).toEqual([one]);
});

test('one that is over and one that fits nothing are told', () => {
  const [over, unused] = read({ ...entry, until: '2026-11-24' }, { ...entry, address: 'aws_dynamodb_table.gone' });
  expect(
    judge(
      [audit],
      [over, unused].flatMap((one) => one ?? []),
      '2026-11-25',
    ),
  ).toEqual({ refused: [audit], allowed: [], expired: [over], unused: [unused] });
});

describe('a file of exceptions is refused', () => {
  test.each<[string, string, string]>([
    ['that is no JSON', '[{', 'plan-exceptions.json is not JSON'],
    ['that is no list', '{}', 'plan-exceptions.json: the file: Invalid input: expected array'],
    [
      'with a refusal that there is not',
      JSON.stringify([{ ...entry, refusal: 'tables' }]),
      '[0][refusal]: expected one of application-destroyed, application-replaced',
    ],
    [
      'without a reason',
      JSON.stringify([{ ...entry, why: ' ' }]),
      '[0][why]: expected a reason of at least 10 characters',
    ],
    ['without an end', JSON.stringify([{ ...entry, until: undefined }]), '[0][until]:'],
    [
      'with a day that there is not',
      JSON.stringify([{ ...entry, until: '2026-02-30' }]),
      '[0][until]: expected a day such as "2026-12-24"',
    ],
    ['with a misspelt key', JSON.stringify([{ ...entry, addres: 'a' }]), 'Unrecognized key: "addres"'],
  ])('%s', (_, text, message) => {
    expect(() => readExceptions('plan-exceptions.json', text)).toThrow(ExceptionError);
    expect(() => readExceptions('plan-exceptions.json', text)).toThrow(message);
  });
});

test('--allow takes a kind and an address, which may have colons of its own', () => {
  expect(readAllowOption('table-destroyed:module.a["b:c"].aws_dynamodb_table.it')).toMatchObject({
    refusal: 'table-destroyed',
    address: 'module.a["b:c"].aws_dynamodb_table.it',
    until: undefined,
  });
});

test.each(['', 'table-destroyed', 'table-destroyed:', ':a', 'tables:a'])('--allow %j is refused', (text) => {
  expect(() => readAllowOption(text)).toThrow(`--allow is ${JSON.stringify(text)}, expected KIND:ADDRESS`);
});
