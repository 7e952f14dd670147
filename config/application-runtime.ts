import { z } from 'zod';

/** Flink’s runtimes that provider 5.100.0 accepts; FLINK-1_13 is what the reference system was made with. */
const DEPLOYABLE_RUNTIMES = ['FLINK-1_13', 'FLINK-1_15', 'FLINK-1_18', 'FLINK-1_19', 'FLINK-1_20'] as const;

/** Those of the service as of November 2026 (botocore 1.44.5, kinesisanalyticsv2). */
export const SERVICE_RUNTIMES = [...DEPLOYABLE_RUNTIMES, 'FLINK-2_2', 'FLINK-2_3'] as const;

/** Of the deployment's own application. */
export const applicationRuntime = z
  .enum(DEPLOYABLE_RUNTIMES)
  .default('FLINK-1_20')
  .describe('Of Flink. Another one restarts a running application from a snapshot: take one first, and try it apart.');
