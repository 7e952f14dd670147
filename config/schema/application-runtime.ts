import { z } from 'zod';
import type { Version } from '../../tools/version-constraint';

/**
 * Flink runtimes of Managed Flink as of November 2026 (botocore 1.44.5, kinesisanalyticsv2). The reference system uses
 * FLINK-1_13.
 */
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
 * First version of hashicorp/aws that accepts a runtime which 5.100.0 refuses. FLINK-2_2 came with the release after
 * 6.39.0 (https://github.com/hashicorp/terraform-provider-aws/issues/47203). The first release with FLINK-2_3 is
 * unknown, but not earlier.
 */
export const FLINK_2_PROVIDERS: Readonly<Record<string, Version>> = {
  'FLINK-2_2': [6, 40, 0],
  'FLINK-2_3': [6, 40, 0],
};

/** Runtime of the deployment's own application. */
export const applicationRuntime = z
  .enum(SERVICE_RUNTIMES)
  .default('FLINK-1_20')
  .describe(
    'Flink runtime. A change restarts a running application from a snapshot: test it elsewhere and take a snapshot first. FLINK-2_2 and FLINK-2_3 need a provider.version above 6.39.',
  );
