import { z } from 'zod';

/** Rows of the audit table, newest first. */
export const auditDocument = z.array(
  z.object({
    writtenBy: z.enum(['manager', 'reference', 'unknown']),
    runId: z.number().nullable(),
    time: z.string().nullable(),
    outcome: z.string(),
    reason: z.string().optional(),
    message: z.string().optional(),
    snapshotName: z.string().optional(),
    snapshotCreatedAt: z.string().optional(),
    applicationVersion: z.number().nullable().optional(),
    snapshotDurationMs: z.number().optional(),
    deleted: z.array(z.string()),
    failedToDelete: z.array(z.string()),
  }),
);
