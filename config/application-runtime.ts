import { z } from 'zod';
import type { Version } from './model/version-constraint';

/** Flink’s runtimes of the service as of November 2026 (botocore 1.44.5, kinesisanalyticsv2). FLINK-1_13 is what the reference system was made with. */
export const SERVICE_RUNTIMES = [
  'FLINK-1_13',
  'FLINK-1_15',
  'FLINK-1_18',
  'FLINK-1_19',
  'FLINK-1_20',
  'FLINK-2_2',
  'FLINK-2_3',
] as const;

/**
 * First version of hashicorp/aws that accepts a runtime which 5.100.0 refuses. FLINK-2_2 is missing in 6.39.0 and came
 * with the next one (https://github.com/hashicorp/terraform-provider-aws/issues/47203). Which one brought FLINK-2_3 is
 * not known here, only that it is none before.
 */
export const FLINK_2_PROVIDERS: Readonly<Record<string, Version>> = {
  'FLINK-2_2': [6, 40, 0],
  'FLINK-2_3': [6, 40, 0],
};

/** Of the deployment's own application. */
export const applicationRuntime = z
  .enum(SERVICE_RUNTIMES)
  .default('FLINK-1_20')
  .describe(
    'Flink runtime. Another one restarts a running application from a snapshot: take one first, and try it apart. FLINK-2_2 and FLINK-2_3 need a provider.version after 6.39.',
  );
