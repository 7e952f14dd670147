import { z } from 'zod';
import { auditDocument } from './audit';

const time = z.iso.datetime();

/** Events of an application, newest first, with the gaps between its snapshots. */
export const historyDocument = z.object({
  application: z.string(),
  at: time,
  /** Period of strip and gaps. */
  from: time,
  to: time,
  /** Rows as `kda audit` has them; `outcome` is a word of `--outcome`, or `running` for a run that has not ended. */
  rows: auditDocument,
  strip: z.object({
    from: time,
    to: time,
    intervalSeconds: z.number(),
    /** One character for each interval, oldest first. */
    text: z.string(),
    legend: z.array(z.object({ character: z.string(), word: z.string() })),
  }),
  /** Times without a new READY snapshot that are longer than the objective. */
  gaps: z.array(z.object({ from: time, to: time, seconds: z.number(), outcomes: z.record(z.string(), z.number()) })),
});
