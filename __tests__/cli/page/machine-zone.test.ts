import { machineZone } from '../../../cli/page/machine-zone';
import { timesAt } from '../../../cli/status/words';

afterEach(() => jest.restoreAllMocks());

test.each([
  ['Europe/Berlin', 'Europe/Berlin', '05:00'],
  // Answers of Node.js 20 with TZ="", and with a TZ that it does not know.
  ['Etc/Unknown', 'UTC', '04:00'],
  [undefined, 'UTC', '04:00'],
])('of a machine whose zone is %s the page shows times of %s', (timeZone, zone, clock) => {
  jest.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue({ timeZone } as never);
  expect(machineZone()).toBe(zone);
  const now = new Date('2026-11-30T04:00:00Z');
  expect(timesAt(now, machineZone())(now)).toBe(clock);
});
