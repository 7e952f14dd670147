import { z } from 'zod';

/** Flink's job states (REST API of Flink 1.20, JobStatus). */
export const JOB_STATES = [
  'INITIALIZING',
  'CREATED',
  'RUNNING',
  'FAILING',
  'FAILED',
  'CANCELLING',
  'CANCELED',
  'FINISHED',
  'RESTARTING',
  'SUSPENDED',
  'RECONCILING',
] as const;
export type JobState = (typeof JOB_STATES)[number];

const jobState = z.enum(JOB_STATES);

/** States that a job never leaves. */
export function hasEnded(state: JobState): boolean {
  return state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED';
}

// What is read of each answer. Flink 1.20, "REST API"; fields that are not used are left out.

export const overviewAnswer = z.object({
  taskmanagers: z.number(),
  'slots-total': z.number(),
  'slots-available': z.number(),
  'flink-version': z.string(),
});

export const uploadAnswer = z.object({ filename: z.string() });
export const runAnswer = z.object({ jobid: z.string() });
export const statusAnswer = z.object({ status: jobState });
export const jobsAnswer = z.object({ jobs: z.array(z.object({ id: z.string(), status: jobState })) });

export const jobAnswer = z.object({
  jid: z.string(),
  name: z.string(),
  state: jobState,
  /** Epoch ms by the JobManager's clock, when this was answered. */
  now: z.number(),
  'start-time': z.number(),
  /** Time at which the job last entered each state, in epoch milliseconds; 0: never. */
  timestamps: z.record(z.string(), z.number()),
  vertices: z.array(z.object({ id: z.string(), name: z.string(), parallelism: z.number(), status: z.string() })),
});

export const triggerAnswer = z.object({ 'request-id': z.string() });

export const asyncAnswer = z.object({
  status: z.object({ id: z.enum(['IN_PROGRESS', 'COMPLETED']) }),
  operation: z
    .object({
      location: z.string().nullish(),
      'failure-cause': z.object({ class: z.string(), 'stack-trace': z.string() }).nullish(),
    })
    .nullish(),
});

const checkpoint = z.object({
  id: z.number(),
  trigger_timestamp: z.number(),
  is_savepoint: z.boolean(),
});

const completedCheckpoint = checkpoint.extend({
  end_to_end_duration: z.number(),
  state_size: z.number(),
  external_path: z.string(),
});

export const checkpointsAnswer = z.object({
  counts: z.object({
    restored: z.number(),
    total: z.number(),
    in_progress: z.number(),
    completed: z.number(),
    failed: z.number(),
  }),
  latest: z.object({
    completed: completedCheckpoint.nullish(),
    /** Savepoints are only here, though `counts` has them too. */
    savepoint: completedCheckpoint.nullish(),
    failed: checkpoint.extend({ failure_message: z.string().nullish() }).nullish(),
    restored: z
      .object({
        id: z.number(),
        restore_timestamp: z.number(),
        is_savepoint: z.boolean(),
        external_path: z.string().nullish(),
      })
      .nullish(),
  }),
});

export const checkpointConfigAnswer = z.object({
  mode: z.string(),
  /** ms; the greatest long there is when checkpointing is off. */
  interval: z.number(),
  timeout: z.number(),
  min_pause: z.number(),
  max_concurrent: z.number(),
  state_backend: z.string(),
  checkpoint_storage: z.string(),
});

export const taskManagersAnswer = z.object({ taskmanagers: z.array(z.object({ id: z.string() })) });
export const metricsAnswer = z.array(z.object({ id: z.string(), value: z.string() }));
export const sumsAnswer = z.array(z.object({ id: z.string(), sum: z.number() }));

export const exceptionsAnswer = z.object({
  exceptionHistory: z.object({
    entries: z.array(
      z.object({
        exceptionName: z.string(),
        stacktrace: z.string(),
        timestamp: z.number(),
        taskName: z.string().nullish(),
      }),
    ),
  }),
});
