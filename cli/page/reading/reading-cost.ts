import type { PriceName } from '../../cost/prices';
import list from '../../cost/prices.json';
import type { ReadingCost, ReadingDocument } from '../api/reading';
import type { LookDone } from '../watch/look';
import type { Charged } from './call-counter';

const HOUR_MS = 3_600_000;

/** Price of each thing that a read is charged by, and how many of it are one unit of the price. */
const CHARGES: Readonly<Record<Charged, { readonly what: string; readonly price: PriceName; readonly of: number }>> = {
  metrics: { what: 'Metrics of the dashboard and the time line', price: 'metricsReadThousand', of: 1000 },
  cloudWatchCalls: { what: 'Alarms, their history and the dashboard', price: 'cloudWatchThousandCalls', of: 1000 },
  scannedBytes: { what: 'Log tables of the dashboard', price: 'logsScannedGb', of: 1e9 },
  readUnits: { what: 'Rows of the tables', price: 'dynamoMillionReads', of: 1e6 },
  queueCalls: { what: 'Depths of the queues', price: 'queueMillionCalls', of: 1e6 },
};

/**
 * Cost of an hour of looking as it is now, in US dollars at list prices: the average look at each document that is
 * shown, as often as it is read, and what pages waited for in the last hour. Calls of Managed Flink, Lambda, SNS, EventBridge and STS that read have no price.
 */
export function costOf(looks: readonly LookDone[]): NonNullable<ReadingDocument['cost']> {
  const parts = Object.entries(CHARGES).flatMap(([charged, { what, price, of }]): ReadingCost[] => {
    const { value: usdPerUnit, unit, source } = list.prices[price];
    const amount = looks.reduce(
      (sum, { tally, between, intervalMs }) =>
        sum + tally.charged[charged as Charged] * (HOUR_MS / intervalMs) + between.charged[charged as Charged],
      0,
    );
    const perHour = amount / of;
    return amount === 0 ? [] : [{ what, perHour, unit, usdPerUnit, source, usdPerHour: perHour * usdPerUnit }];
  });
  return { usdPerHour: parts.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0), parts };
}

/** Sentence for the page. */
export function costSentence(cost: ReadingDocument['cost']): string {
  if (cost === null) return 'Looking at a local cloud costs nothing.';
  const { usdPerHour, parts } = cost;
  if (parts.length === 0) return 'What an hour of looking costs is known after the first look.';
  const logs = 'A query on logs costs by what it scans, when its button is pressed.';
  return `An hour of looking at this costs ${usdText(usdPerHour)} at list prices of ${list.asOf} (${list.region}). ${logs}`;
}

function usdText(usd: number): string {
  if (usd < 0.001) return 'less than $0.001';
  return `about $${usd < 0.1 ? usd.toFixed(3) : usd.toFixed(2)}`;
}
