import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Place, StatusReading } from '../../../../cli/page/api/common';
import { ageText } from '../../../../cli/page/browser/parts/read-at';
import { localSentence } from '../../../../cli/page/browser/parts/sentence';
import { Headline } from '../../../../cli/page/browser/shell/headline';
import { PlaceContext } from '../../../../cli/page/browser/shell/place-context';
import { AgeMeter, shareOf } from '../../../../cli/page/browser/status/age-meter';
import { ColumnKey } from '../../../../cli/page/browser/status/column-key';
import { filtered, inOrder } from '../../../../cli/page/browser/status/in-order';
import { isOld, OLD_MS, withoutSafe } from '../../../../cli/page/browser/status/status-now';
import { StatusScreen } from '../../../../cli/page/browser/status/status-screen';
import { deploymentSafety } from '../../../../cli/safety/deployment-safety';
import { statusDocumentOf } from '../../../../cli/safety/status-document';
import { statusText } from '../../../../cli/status/status-text';
import { COLUMNS, summaryText, timesAt } from '../../../../cli/status/words';
import {
  applicationOf,
  deliveryOf,
  deploymentOf,
  failedRun,
  minutesAgo,
  NOW,
  run,
  snapshot,
  suspect,
} from '../../safety/facts-of';

const PLACE: Place = {
  ...{
    environment: 'production',
    deployment: 'demo',
    region: 'eu-west-1',
    version: '1',
    commandOptions: '',
    isLocal: false,
  },
  timeZone: 'Europe/Berlin',
};
const PAYMENTS = applicationOf({
  name: 'payments',
  objectiveMinutes: 20,
  list: [snapshot(112), snapshot(202)],
  rows: [failedRun(12, { message: 'checkpoint declined by "dedupe"' }), failedRun(102), run(112)],
});
const SEASON = applicationOf({ name: 'season', status: 'READY', stoppedOnPurpose: 'runs from October to January' });
const UNREAD = applicationOf({
  name: 'unread',
  snapshots: { because: 'no access' },
  past: { because: 'no access' },
  proven: { because: 'no access' },
  marks: { because: 'no access' },
});

function safetyOf(facts: Parameters<typeof deploymentOf>[0]) {
  return deploymentSafety(deploymentOf(facts), NOW);
}

function readingOf(facts: Parameters<typeof deploymentOf>[0], problem: string | null = null): StatusReading {
  return { document: statusDocumentOf(safetyOf(facts)), readAt: NOW.toISOString(), problem };
}

function shown(children: ComponentChildren): string {
  return renderToString(<PlaceContext.Provider value={PLACE}>{children}</PlaceContext.Provider>);
}

/** What a reader of the page reads, in its order. */
function textOf(children: ComponentChildren): string {
  return shown(children)
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ');
}

const headline = (status: StatusReading | undefined, isConnected = true) => (
  <Headline place={PLACE} status={status} reading={undefined} isConnected={isConnected} />
);

test('every figure and sentence of an unsafe application is written as kda status writes it', () => {
  const facts = { applications: [PAYMENTS] };
  const text = textOf(<StatusScreen status={readingOf(facts)} />);
  const [runs = '', , row = '', ...others] = statusText(safetyOf(facts), 'Europe/Berlin').split('\n');
  expect(row).toContain('112/20 min');
  for (const part of row.split(/ {2,}/).filter(Boolean)) expect(text).toContain(part);
  for (const line of others.slice(0, 2)) for (const part of line.split('→')) expect(text).toContain(part.trim());
  expect(textOf(headline(readingOf(facts)))).toContain(runs);
});

test('the headline is the last line of kda status, with where it looked', () => {
  const facts = { applications: [applicationOf(), PAYMENTS, SEASON] };
  const html = shown(headline(readingOf(facts)));
  expect(html).toContain('<h1>1 of 3 is not safe: payments.</h1>');
  expect(html).toContain('data-verdict="unsafe"');
  expect(textOf(headline(readingOf(facts)))).toContain('production · eu-west-1 · 1111-2222-3333');
});

test('the headline of every screen says how many alarms are in ALARM, and leads to them', () => {
  const calm = readingOf({ applications: [applicationOf()] });
  const document = calm.document as NonNullable<typeof calm.document>;
  const alarms = { total: 9, inAlarm: ['demo/orders/failed-checkpoints', 'demo/orders/restarts'], notWired: [] };
  const red = { ...calm, document: { ...document, delivery: { ...document.delivery, alarms } } };
  expect(shown(headline(red))).toContain('data-any="true" href="#/alarms">2 alarms in ALARM</a>');
  const none = { ...document.delivery, alarms: { ...alarms, inAlarm: [] } };
  const green = { ...calm, document: { ...document, delivery: none } };
  expect(shown(headline(green))).toContain('data-any="false" href="#/alarms">0 alarms in ALARM</a>');
});

test.each([
  ['safe', applicationOf(), '✔', 'safe'],
  ['unsafe', PAYMENTS, '✖', 'not safe'],
  ['unknown', UNREAD, '?', 'unknown'],
  ['on-purpose', SEASON, '–', 'stopped on purpose'],
])('a verdict of %s has its sign, and a word for who does not see it', (verdict, application, mark, word) => {
  const html = shown(<StatusScreen status={readingOf({ applications: [application] })} />);
  expect(html).toContain(`<li class="application" data-verdict="${verdict}">`);
  expect(html).toContain(
    `<span class="mark" data-verdict="${verdict}" aria-hidden="true">${mark}</span><span class="spoken">${word}: </span>`,
  );
});

test('what could not be read is a question mark, never a good figure, and its cause is named once', () => {
  const html = shown(<StatusScreen status={readingOf({ applications: [UNREAD] })} />);
  for (const figure of ['last24h', 'quota', 'proven']) {
    expect(html).toMatch(new RegExp(`data-figure="${figure}"><dt>[^<]*</dt><dd>\\?</dd>`));
  }
  expect(html.match(/could not be read: no access/g)).toHaveLength(1);
});

test('an application that stands still on purpose shows why, and no figures', () => {
  const text = textOf(<StatusScreen status={readingOf({ applications: [SEASON] })} />);
  expect(text).toContain('READY stopped on purpose: runs from October to January');
  expect(shown(<StatusScreen status={readingOf({ applications: [SEASON] })} />)).not.toContain('<meter');
});

test('a freeze and suspects are said with the application, the time in local time', () => {
  const freezes = [{ application: 'orders', who: 'ada', why: 'restore', since: minutesAgo(5), until: minutesAgo(-60) }];
  const application = applicationOf({ suspects: [suspect('demo.12')], freezes });
  const text = textOf(<StatusScreen status={readingOf({ applications: [application] })} />);
  expect(text).toContain('1 suspect snapshot is passed over');
  expect(text).toMatch(/frozen.*05:02/);
});

test('the bar is a meter with the words of kda status, whose middle is the objective', () => {
  const html = shown(<StatusScreen status={readingOf({ applications: [PAYMENTS] })} />);
  expect(html).toContain('aria-label="age of the newest good snapshot of payments" aria-valuetext="112/20 min"');
  expect(html).toContain('max="2400" high="1200" value="6720"');
  expect([shareOf(0, 1200), shareOf(600, 1200), shareOf(1200, 1200), shareOf(6720, 1200)]).toEqual([0, 25, 50, 100]);
  expect(shareOf(undefined, 1200)).toBe(100);
});

test('an age above the objective is not late where quiet hours explain it: the application is safe', () => {
  const late = (isSafe: boolean) =>
    shown(
      <AgeMeter application="orders" ageSeconds={7200} objectiveSeconds={1800} isSafe={isSafe} text="120/30 min" />,
    );
  expect(late(true)).toContain('data-late="false"');
  expect(late(false)).toContain('data-late="true"');
});

test('before the first answer nothing is called safe', () => {
  const none: StatusReading = { document: null, readAt: null, problem: null };
  for (const status of [undefined, none]) {
    expect(shown(headline(status))).toContain('<h1>Is everything safe? Reading …</h1>');
    expect(textOf(<StatusScreen status={status} />)).toContain('Reading applications');
  }
  const failed = { ...none, problem: 'No credentials. Sign in.' };
  expect(shown(headline(failed))).toContain('<h1>It is not known whether everything is safe.</h1>');
  expect(shown(headline(failed))).toContain('<p class="problem" role="alert">No credentials. Sign in.</p>');
});

test('a look that failed leaves the last answer, with the reason', () => {
  const html = shown(headline(readingOf({ applications: [applicationOf()] }, 'The token has expired.')));
  expect(html).toContain('<h1>orders is safe.</h1>');
  expect(html).toContain('role="alert">The token has expired.</p>');
});

test('a program that no longer answers is said before its last problem', () => {
  const html = shown(headline(readingOf({ applications: [applicationOf()] }, 'The token has expired.'), false));
  expect(html).toContain('Start it again (kda page), or close some of its other pages.');
  expect(html).not.toContain('The token has expired.');
});

test('a wrong clock is said', () => {
  expect(textOf(headline(readingOf({ clockSkewSeconds: 3600 })))).toContain(
    'The clock of this machine is 60 min behind that of AWS, which counts here. Set it right.',
  );
});

test('the delivery names each link, and what is wrong with it', () => {
  const delivery = deliveryOf({ rule: { because: 'no', isMissing: true as const } });
  const html = shown(<StatusScreen status={readingOf({ delivery })} />);
  expect(html).toContain('<section class="delivery" data-verdict="unsafe"');
  expect(html).toContain('<li>rule missing</li>');
  expect(html).toContain('<li>queues empty</li><li>mail confirmed</li>');
});

const named = (name: string, verdict: 'safe' | 'unsafe' | 'on-purpose' | 'unknown', reasons: string[] = []) => ({
  ...{ name, verdict, reasons },
  ...{ status: 'RUNNING', notes: [] },
});
const FOUR = [named('a', 'safe'), named('b', 'on-purpose'), named('c', 'unknown'), named('d', 'unsafe', ['too old'])];

test('the gravest come first', () => {
  expect(inOrder(FOUR).map(({ name }) => name)).toEqual(['d', 'c', 'a', 'b']);
});

test.each([
  ['', 'abcd'],
  ['not safe', 'd'],
  ['OLD too', 'd'],
  ['running', 'abcd'],
  ['nothing', ''],
])('the filter "%s" leaves %s', (filter, names) => {
  expect(
    filtered(FOUR, filter)
      .map(({ name }) => name)
      .join(''),
  ).toBe(names);
});

test('fifty applications can be filtered, two need no filter', () => {
  const many = Array.from({ length: 50 }, (_, index) => applicationOf({ name: `app-${index}` }));
  expect(shown(<StatusScreen status={readingOf({ applications: many })} />)).toContain('type="search"');
  expect(shown(<StatusScreen status={readingOf({ applications: [PAYMENTS, SEASON] })} />)).not.toContain(
    'type="search"',
  );
});

test('times within sentences become those of the reader, with their day where that is another', () => {
  const time = timesAt(NOW, 'Europe/Berlin');
  expect(localSentence('since 2026-11-28T01:20:00Z, first 2026-11-26T23:20:05.123Z', time)).toBe(
    'since 02:20, first 27 Nov 00:20',
  );
});

test('the age of what is shown counts up, and is never below zero', () => {
  expect(ageText('2026-11-28T03:01:57Z', NOW)).toBe('3 s');
  expect(ageText('2026-11-28T03:05:00Z', NOW)).toBe('0 s');
});

describe('an old answer', () => {
  const SAFE = readingOf({ applications: [applicationOf({ name: 'orders' })] });
  const at = NOW.getTime();

  test.each([
    ['is new', SAFE, true, at + OLD_MS, false],
    ['is from the future of a clock that was set back by an hour', SAFE, true, at - 3_600_000, true],
    ['is older than two looks', SAFE, true, at + OLD_MS + 1, true],
    ['comes before a look that failed', { ...SAFE, problem: 'AccessDenied' }, true, at, true],
    ['comes from a server that is gone', SAFE, false, at, true],
    ['is still being read', { ...SAFE, readAt: null }, true, at, false],
  ])('that %s', (_, reading, isConnected, now, expected) => {
    expect(isOld(reading, isConnected, now)).toBe(expected);
  });

  test('calls nothing safe, in no part of the page, and what was not safe stays so', () => {
    expect(SAFE.document?.overall).toBe('safe');
    const html = shown(
      <>
        <Headline place={PLACE} reading={undefined} status={withoutSafe(SAFE)} isConnected={false} isOld={true} />
        <StatusScreen status={withoutSafe(SAFE)} />
      </>,
    );
    expect(html).toContain('<h1>Not known now. The newest answer is of ');
    expect(html).not.toMatch(/is safe|data-verdict="safe"|>safe: </);
    const bad = withoutSafe(readingOf({ applications: [PAYMENTS, applicationOf({ name: 'orders' })] })).document;
    expect(bad?.applications.map(({ verdict }) => verdict)).toEqual(['unsafe', 'unknown']);
    expect([bad?.overall, bad?.safe]).toEqual(['unsafe', false]);
  });
});

test('the headline of many that are not safe names some, and counts the others', () => {
  const bad = Array.from({ length: 20 }, (_, place) => ({
    name: `orders-of-the-north-${place}`,
    verdict: 'unsafe' as const,
  }));
  const deployment = { applications: bad, delivery: { verdict: 'safe' as const }, overall: 'unsafe' as const };
  expect(summaryText(deployment, 70)).toBe(
    '20 of 20 are not safe: orders-of-the-north-0, orders-of-the-north-1, orders-of-the-north-2 and 17 more.',
  );
  expect(summaryText(deployment, 1)).toBe('20 of 20 are not safe: orders-of-the-north-0 and 19 more.');
  expect(summaryText(deployment)).toMatch(/orders-of-the-north-18, orders-of-the-north-19\.$/);
});

test('the meaning of every column that abbreviates is there to open, under the name that the column has', () => {
  const text = renderToString(<ColumnKey />).replace(/<[^>]+>/g, ' ');
  const { name: _name, state: _state, ...abbreviated } = COLUMNS;
  for (const column of Object.values(abbreviated)) expect(text).toContain(column);
  expect(text).toContain('how far a restore can go back');
});
