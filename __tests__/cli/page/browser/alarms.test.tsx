import { renderToString } from 'preact-render-to-string';
import type { Alarm, AlarmsReading } from '../../../../cli/page/api/alarms';
import type { MailsReading } from '../../../../cli/page/api/mails';
import { alarmsSummary } from '../../../../cli/page/browser/alarms/alarm-signs';
import { Alarms } from '../../../../cli/page/browser/alarms/alarms';
import { commandsIn } from '../../../../cli/page/browser/mails/commands-in';
import { Mails } from '../../../../cli/page/browser/mails/mails';
import { blocksOf } from '../../../../cli/page/browser/parts/markdown';
import { Markdown } from '../../../../cli/page/browser/parts/markdown-text';
import { isThere } from '../../../../cli/page/browser/use-document';

const AT = '2026-11-28T03:02:00Z';
const ALARM: Alarm = {
  ...{
    name: 'demo/orders/snapshot-age',
    id: 'snapshot-age',
    application: 'orders',
    isComposite: false,
    isUrgent: true,
  },
  ...{ state: 'ALARM', since: '2026-11-28T02:50:00Z', reason: 'Threshold crossed: 2 datapoints' },
  meaning: 'No snapshot is new enough.',
  ...{ runbook: 'https://example.com/runbook.md#snapshot-age', nextCommand: 'kda why orders' },
  ...{ notifies: ['arn:aws:sns:eu-west-1:1:demo-news'], notifiedBy: [], isMailedByManager: false, isWired: true },
};
const QUIET: Alarm = {
  ...ALARM,
  name: 'demo/cpu',
  id: 'cpu',
  application: null,
  state: 'OK',
  notifies: [],
  isUrgent: false,
};

function loadedOf(alarms: readonly Alarm[], more: object = {}): { document: AlarmsReading; problem: undefined } {
  const changes = [
    { name: ALARM.name, at: '2026-11-28T02:50:00Z', from: 'OK' as const, to: 'ALARM' as const, reason: null },
    { name: QUIET.name, at: '2026-11-27T02:50:00Z', from: null, to: 'OK' as const, reason: null },
  ];
  return {
    document: {
      document: { at: AT, alarms, changes, changesSince: null, unread: [], ...more },
      readAt: AT,
      problem: null,
    },
    problem: undefined,
  };
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('an alarm that fires is open, with its reason, its own history, whom it tells and what to type', () => {
  const html = renderToString(<Alarms loaded={loadedOf([ALARM])} />);
  expect(html).toMatch(/<details[^>]*data-alarm="demo\/orders\/snapshot-age"[^>]* open/);
  const text = textOf(html);
  for (const part of ['No snapshot is new enough.', 'Threshold crossed: 2 datapoints', 'demo-news', 'kda why orders']) {
    expect(text).toContain(part);
  }
  expect(text).toContain('OK → in ALARM');
  expect(text.match(/→/g)).toHaveLength(1);
  expect(html).toContain('href="https://example.com/runbook.md#snapshot-age"');
});

test('an alarm that rests is one line, and says that it tells nobody', () => {
  const html = renderToString(<Alarms loaded={loadedOf([QUIET])} />);
  expect(html).not.toMatch(/<details[^>]* open/);
  expect(textOf(html)).toContain('nobody by itself: it shows on the page and the dashboard');
});

test('an alarm whose news the snapshot manager mails says so', () => {
  const alarm = { ...QUIET, notifies: [], notifiedBy: [], isMailedByManager: true };
  const text = textOf(renderToString(<Alarms loaded={loadedOf([alarm])} />));
  expect(text).toContain('nobody by itself: the snapshot manager mails what happened, with the reason');
});

test('an alarm that a composite notifies for names it: it is not silent', () => {
  const html = renderToString(
    <Alarms loaded={loadedOf([{ ...ALARM, notifies: [], notifiedBy: ['needs-a-person'] }])} />,
  );
  expect(textOf(html)).toContain('nobody by itself: needs-a-person notifies for it');
});

test('a runbook that is a file of the checkout is read on the page, and is no link', () => {
  const html = renderToString(<Alarms loaded={loadedOf([{ ...ALARM, runbook: 'docs/runbook.md#snapshot-age' }])} />);
  expect(html).toContain('Runbook: snapshot-age</button>');
  expect(html).not.toContain('<a ');
});

test('history that was not read is not an empty one', () => {
  expect(textOf(renderToString(<Alarms loaded={loadedOf([ALARM], { changes: null })} />))).toContain(
    'could not be read',
  );
});

test('an alarm without a change since a time before which none was read is not said to have had none', () => {
  const changesSince = '2026-11-28T01:36:50.000Z';
  const text = textOf(renderToString(<Alarms loaded={loadedOf([ALARM], { changes: [], changesSince })} />));
  expect(text).toMatch(/Changes of the last week before \d\d:36: not read; since then none/);
});

test('before alarms were read none is called well, and a look that failed says why', () => {
  const none = {
    document: { document: null, readAt: null, problem: 'Access to alarms is denied.' },
    problem: undefined,
  };
  const text = textOf(renderToString(<Alarms loaded={none} />));
  expect(text).toContain('Access to alarms is denied.');
  expect(text).not.toContain('OK');
});

test.each([
  [[], 'No alarm is deployed.'],
  [[ALARM], '1 of 1 alarms is in ALARM.'],
  [[QUIET, { ...QUIET, state: 'INSUFFICIENT_DATA' as const }], '0 of 2 alarms are in ALARM. 1 has no data.'],
  [[{ ...QUIET, isWired: false }], '0 of 1 alarms are in ALARM. The actions of 1 are switched off.'],
])('alarms are summed up', (alarms, sentence) => {
  expect(alarmsSummary(alarms)).toBe(sentence);
});

const mailOf = (number: number, subject: string, text: string) => ({
  number,
  subject,
  text,
  at: AT,
  to: 'ops@example.com',
});

function mailsOf(mails: MailsReading['document']): { document: MailsReading; problem: undefined } {
  return { document: { document: mails, readAt: AT, problem: null }, problem: undefined };
}

test('the newest mail is shown as it was sent, with its command to copy', () => {
  const mails = [mailOf(2, '[demo] failed: orders', 'Declined.\n\nNext: kda why orders\n'), mailOf(1, 'first', 'old')];
  const html = renderToString(<Mails loaded={mailsOf({ mails, addresses: [] })} />);
  expect(html).toContain('<article class="mail" aria-label="Mail: [demo] failed: orders">');
  expect(html).toContain('<pre>Declined.\n\nNext: kda why orders\n</pre>');
  expect(html).toContain('aria-label="Copy kda why orders"');
  expect(html.match(/aria-pressed="true"/g)).toHaveLength(1);
  expect(textOf(html)).toContain('2 mails');
});

test('an account keeps no mails: the page says to whom they go', () => {
  const text = textOf(renderToString(<Mails loaded={mailsOf({ mails: null, addresses: ['ops@example.com'] })} />));
  expect(text).toContain('AWS keeps no mails. They go to ops@example.com.');
});

test('a local cloud that sent no mail yet says so', () => {
  const text = textOf(renderToString(<Mails loaded={mailsOf({ mails: [], addresses: ['ops@example.com'] })} />));
  expect(text).toContain('No mail was sent yet. They will go to ops@example.com.');
});

test.each([
  ['Text with kda start orders in it.\n\nNext: kda status orders\n', ['kda status orders']],
  ['npx kda why orders\nnpx kda why orders', ['npx kda why orders']],
  ['nothing', []],
])('commands of a mail are those on lines of their own', (text, commands) => {
  expect(commandsIn(text)).toEqual(commands);
});

test('the runbook is written as blocks: paragraphs, items, code, tables as they are', () => {
  const blocks = blocksOf('**Fires.** When\nit is old.\n\n- one\n- two\n\n```\nkda why\n```\n\n| a | b |\n|---|---|');
  expect(blocks).toEqual([
    { kind: 'paragraph', text: '**Fires.** When it is old.' },
    { kind: 'item', text: 'one' },
    { kind: 'item', text: 'two' },
    { kind: 'code', text: 'kda why' },
    { kind: 'code', text: '| a | b |\n|---|---|' },
  ]);
  expect(renderToString(<Markdown blocks={blocksOf('**Do.** `kda why` as [here](x.md#y) <script>')} />)).toBe(
    '<div class="markdown"><p><strong>Do.</strong> <code>kda why</code> as here &lt;script></p></div>',
  );
});

test.each([
  [{ document: undefined, problem: undefined }, false],
  [{ document: { document: null, readAt: null, problem: null }, problem: undefined }, false],
  [{ document: { document: null, readAt: null, problem: 'denied' }, problem: undefined }, true],
  [{ document: { document: {}, readAt: AT, problem: null }, problem: undefined }, true],
  [{ document: undefined, problem: 'the server is gone' }, true],
])('what stands below a reading waits for its first answer, good or bad', (loaded, isAnswered) => {
  expect(isThere(loaded)).toBe(isAnswered);
});
