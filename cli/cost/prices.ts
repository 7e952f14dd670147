import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** How a price is known: AWS's own page says it, or others who quote AWS do. */
const BASES = ['aws', 'second-hand'] as const;

const priceSchema = z.strictObject({
  value: z.number().min(0),
  /** What one of is paid for, in a month. */
  unit: z.string().min(1),
  source: z.url(),
  basis: z.enum(BASES),
  /** What AWS says about how it is counted, and where. */
  rule: z.strictObject({ text: z.string().min(1), source: z.url() }).optional(),
});

const PRICE_NAMES = [
  ...(['kpuHour', 'runningStorageGbMonth', 'snapshotGbMonth'] as const),
  ...(['lambdaMillionRequests', 'lambdaGbSecondArm'] as const),
  ...(['metricMonth', 'furtherMetricMonth', 'alarmMetricMonth', 'fastAlarmMetricMonth'] as const),
  ...(['compositeAlarmMonth', 'dashboardMonth'] as const),
  ...(['logsIngestedGb', 'logsStoredGbMonth'] as const),
  ...(['dynamoMillionWrites', 'dynamoMillionReads', 'dynamoGbMonth', 'dynamoRecoveryGbMonth'] as const),
  ...(['snsThousandMails', 's3GbMonth', 'kmsKeyMonth', 'kmsTenThousandRequests'] as const),
] as const;
export type PriceName = (typeof PRICE_NAMES)[number];

const priceListSchema = z.strictObject({
  currency: z.literal('USD'),
  region: z.string(),
  /** The day on which the prices were looked up. */
  asOf: z.iso.date(),
  prices: z.record(z.enum(PRICE_NAMES), priceSchema),
});

export type PriceList = z.infer<typeof priceListSchema>;

/** The price list can't be used; the message names each price that is missing, unknown or malformed. */
export class PriceListError extends Error {
  override readonly name = 'PriceListError';
}

/** The prices of prices.json. @throws PriceListError when the file is not a whole price list. */
export function readPrices(file: string = join(__dirname, 'prices.json')): PriceList {
  const parsed = priceListSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new PriceListError(`${file} is no price list; correct it:\n${z.prettifyError(parsed.error)}`);
}
