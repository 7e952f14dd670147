import { execFileSync } from 'node:child_process';

/** Times and sentences that `kda` makes of what is typed, in a process of its own: a process keeps its zone. */
function readIn(zone: string, typed: readonly (readonly [text: string, now: string])[]): string[] {
  const code = `
    const { readTime, repeatedTimeText } = require('./cli/recovery/time-input');
    const read = ([text, now]) => {
      try {
        const time = readTime(text, new Date(now)).toISOString();
        return [time, repeatedTimeText(text, new Date(now))].filter(Boolean).join(' ');
      } catch (error) {
        return error.name + ': ' + error.message;
      }
    };
    console.log(JSON.stringify(${JSON.stringify(typed)}.map(read)));`;
  const env = { ...process.env, TZ: zone };
  return JSON.parse(execFileSync('node', ['--import', 'tsx', '-e', code], { env, encoding: 'utf8' }));
}

test('of a local time that clocks show twice, the last one that has passed is meant', () => {
  const twice =
    '2026-10-25T01:30:00.000Z 02:30 was on the clock twice: the later one is meant, 25 Oct, 02:30:00 CET (2026-10-25T01:30:00.000Z), not 25 Oct, 02:30:00 CEST (2026-10-25T00:30:00.000Z). If the earlier one is meant, type 2026-10-25T00:30:00.000Z.';
  expect(
    readIn('Europe/Berlin', [
      // Before both, between the two, after both, and on the next morning.
      ['02:30', '2026-10-25T00:10:00Z'],
      ['02:30', '2026-10-25T01:10:00Z'],
      ['02:30', '2026-10-25T01:40:00Z'],
      ['02:30', '2026-10-26T00:00:00Z'],
      ['02:30', '2026-10-26T02:00:00Z'],
    ]),
  ).toEqual(['2026-10-24T00:30:00.000Z', '2026-10-25T00:30:00.000Z', twice, twice, '2026-10-26T01:30:00.000Z']);
});

test('a local time that clocks skipped is refused with the times around it', () => {
  const skipped =
    'TimeInputError: There was no 02:30 on 29 Mar: the clock went from 01:59 to 03:00, at 2026-03-29T01:00:00.000Z. Type one of these two, or a time with its day and zone.';
  expect(
    readIn('Europe/Berlin', [
      // Before clocks skip it the last one that has passed is that of the day before.
      ['02:30', '2026-03-29T00:50:00Z'],
      ['02:30', '2026-03-29T02:00:00Z'],
      ['02:30', '2026-03-30T00:00:00Z'],
      ['02:30', '2026-03-30T01:00:00Z'],
      ['01:59:59', '2026-03-29T02:00:00Z'],
      ['03:00', '2026-03-29T02:00:00Z'],
    ]),
  ).toEqual([
    '2026-03-28T01:30:00.000Z',
    skipped,
    skipped,
    '2026-03-30T00:30:00.000Z',
    '2026-03-29T00:59:59.000Z',
    '2026-03-29T01:00:00.000Z',
  ]);
});

test('clocks that change by half an hour, at midnight, or never are read as well', () => {
  expect(readIn('Australia/Lord_Howe', [['01:45', '2026-04-04T15:20:00Z']])[0]).toMatch(
    /^2026-04-04T15:15:00.000Z 01:45 was/,
  );
  expect(readIn('Africa/Cairo', [['00:30', '2026-04-24T08:00:00Z']])[0]).toContain(
    '24 Apr: the clock went from 23:59 to 01:00',
  );
  expect(readIn('UTC', [['02:30', '2026-03-29T02:00:00Z']])).toEqual(['2026-03-28T02:30:00.000Z']);
});
