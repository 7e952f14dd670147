import { AwsClock } from '../../../cli/safety/gather/aws-clock';

const HOUR = 3_600_000;
const header = (time: number) => new Date(time).toUTCString();

test('a machine an hour behind is moved by the first answer, and small differences later are the header’s own', () => {
  const aws = Date.parse('2026-11-28T14:00:00Z');
  const clock = new AwsClock(() => new Date(aws - HOUR));
  clock.see(undefined);
  clock.see('no date');
  expect(clock.skewSeconds()).toBe(0);
  clock.see(header(aws));
  clock.see(header(aws + 20_000));
  expect(clock.now()).toEqual(new Date(aws + 500));
});

test('a machine whose clock is set while the page is open follows the next answer', () => {
  const aws = Date.parse('2026-11-28T14:00:00Z');
  let machine = aws - HOUR;
  const clock = new AwsClock(() => new Date(machine));
  clock.see(header(aws));
  machine = aws + 10_000;
  clock.see(header(aws + 10_000));
  expect(clock.now()).toEqual(new Date(aws + 10_000));
});
