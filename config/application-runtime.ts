import { z } from 'zod';

/** Flink’s runtimes that provider 5.100.0 accepts; FLINK-1_13 is what the reference system was made with. */
const FLINK_RUNTIMES = ['FLINK-1_13', 'FLINK-1_15', 'FLINK-1_18', 'FLINK-1_19', 'FLINK-1_20'] as const;

/** Of the Flink application. */
export const applicationRuntime = z
  .enum(FLINK_RUNTIMES)
  .default('FLINK-1_20')
  .describe('Of Flink. Another one restarts a running application from a snapshot: take one first, and try it apart.');
