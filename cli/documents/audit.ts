import { z } from 'zod';

/** Rows of the audit table, newest first. */
export const auditDocument = z.array(
  z.object({
    writtenBy: z.enum(['manager', 'kda', 'reference', 'unknown']),
    runId: z.number().nullable(),
    time: z.string().nullable(),
    outcome: z.string(),
    reason: z.string().optional(),
    message: z.string().optional(),
    snapshotName: z.string().optional(),
    snapshotCreatedAt: z.string().optional(),
    snapshotStatus: z.string().optional(),
    applicationVersion: z.number().nullable().optional(),
    snapshotDurationMs: z.number().optional(),
    deleted: z.array(z.string()),
    failedToDelete: z.array(z.string()),
    who: z.string().optional(),
    requestReason: z.string().optional(),
    restoredFrom: z.string().optional(),
    rpoSeconds: z.number().optional(),
    rtoSeconds: z.number().optional(),
    verdict: z.string().optional(),
    codeVersion: z.number().optional(),
    codeKey: z.string().optional(),
    commit: z.string().optional(),
  }),
);
