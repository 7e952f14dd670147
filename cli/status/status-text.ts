import { table } from '../../tools/text-table';
import { clockSkewText } from '../clock-skew-text';
import type { ApplicationSafety } from '../safety/application-safety';
import type { DeploymentSafety } from '../safety/deployment-safety';
import type { Judged } from '../safety/findings';
import { written } from '../safety/words';
import { COLUMNS, deliveryParts, figuresOf, MARKS, runsText, summaryText, type TimeText, timesAt } from './words';

const HEADER = [' ', ...Object.values(COLUMNS)];

/** Width from which a message is cut: the whole one is in `kda why` and in JSON. */
const MOST_CHARACTERS = 300;

/**
 * Text of an answer: a line for each application, what is not well below it, and the delivery.
 *
 * @param timeZone default: that of the machine, or TZ.
 */
export function statusText(safety: DeploymentSafety, timeZone?: string): string {
  const { applications, delivery, unread, at, clockSkewSeconds } = safety;
  const time = timesAt(at, timeZone);
  const [header = '', ...rows] = table(
    HEADER,
    applications.map((application) => cells(application, time)),
  );
  // Free text stands beside the columns: a long one must not widen them.
  const afterState = header.indexOf(COLUMNS.newestGood);
  const afterName = header.indexOf(COLUMNS.state);
  const lineOf = (application: ApplicationSafety, row: string) =>
    application.verdict === 'on-purpose'
      ? `${row.padEnd(afterState)}stopped on purpose: ${cut(application.stoppedOnPurpose ?? '')}`
      : row;
  return [
    runsText(safety, time),
    ...(clockSkewSeconds === undefined ? [] : [clockSkewText(clockSkewSeconds)]),
    header,
    ...applications.flatMap((each, index) => [lineOf(each, rows[index] ?? ''), ...below(each, time)]),
    `  ${MARKS[delivery.verdict]}  delivery`.padEnd(afterName) + deliveryParts(delivery).join(' · '),
    ...below(delivery, time),
    ...unread.map((sentence) => `  ?  ${written(sentence, time)}`),
    summaryText(safety),
  ].join('\n');
}

function cells(application: ApplicationSafety, time: TimeText): string[] {
  const figures = figuresOf(application, time);
  const mark = MARKS[application.verdict];
  return application.verdict === 'on-purpose' ? [mark, figures.name, figures.state] : [mark, ...Object.values(figures)];
}

function below({ reasons, notes, nextCommand, verdict }: Judged, time: TimeText): string[] {
  // Its reason stands in its line.
  const shown = [...(verdict === 'on-purpose' ? [] : reasons), ...notes].map(
    (sentence) => `     ${cut(written(sentence, time))}`,
  );
  const [first, ...others] = shown;
  if (first === undefined) return [];
  return [nextCommand === undefined ? first : `${first}   →  ${nextCommand}`, ...others];
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}
