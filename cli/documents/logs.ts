import { z } from 'zod';

/** Lines that a saved query found, oldest first. */
export const logsDocument = z.object({
  application: z.string(),
  query: z.enum(['errors', 'restored', 'users']),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  logs: z.array(
    z.object({
      of: z.enum(['application', 'manager']),
      logGroup: z.string().nullable(),
      /** `insights`: CloudWatch Logs Insights; `filter`: read line by line and judged by kda; null: not read. */
      by: z.enum(['insights', 'filter']).nullable(),
      /** True: the log has more lines in this time than are shown. */
      isCut: z.boolean(),
      problem: z.string().nullable(),
    }),
  ),
  lines: z.array(
    z.object({
      of: z.enum(['application', 'manager']),
      at: z.iso.datetime(),
      level: z.string().nullable(),
      text: z.string(),
      /** Innermost cause of the exception that was logged. */
      cause: z.string().nullable(),
    }),
  ),
});
