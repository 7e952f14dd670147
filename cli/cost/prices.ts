import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Source of a price: AWS's own page, or others who quote AWS. */
const BASES = ['aws', 'second-hand'] as const;

const priceSchema = z.strictObject({
  value: z.number().min(0),
  /** Unit of the price, in a month. */
  unit: z.string().min(1),
  source: z.url(),
  basis: z.enum(BASES),
  /** AWS's rule for counting it, and its source. */
  rule: z.strictObject({ text: z.string().min(1), source: z.url() }).optional(),
});

const PRICE_NAMES = [
  ...(['kpuHour', 'runningStorageGbMonth', 'snapshotGbMonth'] as const),
  ...(['lambdaMillionRequests', 'lambdaGbSecondArm'] as const),
  ...(['metricMonth', 'furtherMetricMonth', 'alarmMetricMonth', 'fastAlarmMetricMonth'] as const),
  ...(['compositeAlarmMonth', 'dashboardMonth'] as const),
  ...(['logsIngestedGb', 'logsStoredGbMonth'] as const),
  ...(['dynamoMillionWrites', 'dynamoMillionReads', 'dynamoGbMonth', 'dynamoRecoveryGbMonth'] as const),
  ...(['snsThousandMails', 's3GbMonth', 'kmsKeyMonth', 'kmsTenThousandRequests', 'advancedParameterMonth'] as const),
  ...(['cloudWatchThousandCalls', 'metricsReadThousand', 'logsScannedGb', 'queueMillionCalls'] as const),
  ...(['eventBridgeMillionEvents', 'stateTransitionThousand'] as const),
] as const;
export type PriceName = (typeof PRICE_NAMES)[number];

const priceListSchema = z.strictObject({
  currency: z.literal('USD'),
  region: z.string(),
  /** Day on which the prices were looked up. */
  asOf: z.iso.date(),
  prices: z.record(z.enum(PRICE_NAMES), priceSchema),
});

export type PriceList = z.infer<typeof priceListSchema>;

/** Error for an unusable price list; the message names each price that is missing, unknown or malformed. */
export class PriceListError extends Error {
  override readonly name = 'PriceListError';
}

/**
 * Reads the prices of prices.json.
 *
 * @throws PriceListError when the file is not a complete price list.
 */
export function readPrices(file: string = join(__dirname, 'prices.json')): PriceList {
  const parsed = priceListSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new PriceListError(`${file} is not a price list. Correct it:\n${z.prettifyError(parsed.error)}`);
}
