import { z } from 'zod';
import { PROVERS } from '../../lambda-src/snapshot-manager/domain/proofs';
import { scheduleFields } from './schedule-fields';

const seconds = z.number().nullable();
const time = z.iso.datetime();
const sentences = z.array(z.string());

/** Safety of one application. Null: it could not be read. */
const application = z.object({
  name: z.string(),
  status: z.string().nullable(),
  verdict: z.enum(['safe', 'unsafe', 'on-purpose', 'unknown']),
  reasons: sentences,
  /** Facts that do not decide the verdict. */
  notes: sentences,
  nextCommand: z.string().nullable(),
  /** Newest READY snapshot that is not suspect. */
  newestGood: z.object({ name: z.string(), createdAt: time, ageSeconds: z.number() }).nullable(),
  objectiveSeconds: z.number(),
  ...scheduleFields,
  /** Age of the oldest READY snapshot that is not suspect. */
  reachesBackSeconds: seconds,
  last24h: z
    .object({
      taken: z.number(),
      failed: z.number(),
      late: z.number(),
      skipped: z.number(),
      abandoned: z.number(),
    })
    .nullable(),
  quota: z
    .object({
      used: z.number(),
      of: z.number(),
      /** Snapshots that the service took for stops, updates and scalings. */
      ofTheService: z.number().nullable(),
      /** Days until it is full if all goes on as in the last weeks; null: not within a year, or not known. */
      fullInDays: z.number().nullable(),
    })
    .nullable(),
  /** Duration for which the source can be replayed, such as `7d`; null: not known. */
  sourceHorizon: z.string().nullable(),
  frozen: z.boolean().nullable(),
  freezeUntil: time.nullable(),
  suspects: z.array(z.string()).nullable(),
  /** Newest restore that was proven. */
  proven: z
    .object({ at: time, snapshot: z.string(), restoreSeconds: seconds, by: z.enum(PROVERS).optional() })
    .nullable(),
  /** Proofs before this time were not looked for; null: all were. */
  provenSearchedSince: time.nullable(),
  /** False: the proofs could not be read, so that no "never" follows from the null above. */
  isProvenKnown: z.boolean(),
  /** Recovery that somebody works on now; missing: none, or not known. */
  underWay: z.enum(['restore', 'start', 'rollback']).optional(),
});

const ruleState = z.enum(['enabled', 'disabled', 'missing', 'unknown']);
const reach = z.enum(['confirmed', 'unconfirmed', 'none', 'unknown']);

const delivery = z.object({
  verdict: z.enum(['safe', 'unsafe', 'unknown']),
  reasons: sentences,
  notes: sentences,
  nextCommand: z.string().nullable(),
  /** State of the worst of the rules. */
  rule: ruleState,
  /** Rule of each schedule, with its last and its next event. */
  rules: z.array(
    z.object({
      rule: z.string(),
      schedule: z.string(),
      state: ruleState,
      lastRun: time.nullable(),
      nextRun: time.nullable(),
    }),
  ),
  /** State of the function in lower case, or `missing` or `unknown`. */
  manager: z.string(),
  /** Messages in each; 0 is well. */
  queues: z.object({ failedRuns: z.number().nullable(), undeliveredEvents: z.number().nullable() }),
  mail: reach,
  pager: reach,
  /** Names of alarms in ALARM, and of those whose actions are switched off. */
  alarms: z.object({ total: z.number(), inAlarm: sentences, notWired: sentences }).nullable(),
});

/** Safety of one environment. */
export const environmentStatus = z.object({
  environment: z.string(),
  deployment: z.string(),
  region: z.string(),
  account: z.string().nullable(),
  identity: z.string().nullable(),
  at: time,
  safe: z.boolean(),
  overall: z.enum(['safe', 'unsafe', 'unknown']),
  /** Last event of the schedule whose runs ended. */
  lastRun: time.nullable(),
  lastRunOk: z.boolean().nullable(),
  nextRun: time.nullable(),
  applications: z.array(application),
  delivery,
  /** Sentences about what could not be read. */
  unread: sentences,
  /** Seconds that the machine's clock is behind AWS; null: less than a minute. */
  clockSkewSeconds: seconds,
});

/** Environment that could not be read at all. */
export const unreadEnvironment = z.object({
  environment: z.string(),
  region: z.string().nullable(),
  safe: z.literal(false),
  overall: z.literal('unknown'),
  error: z.string(),
});

/** One environment, or with `--all-environments` each of the checkout. */
export const statusDocument = z.union([environmentStatus, z.array(z.union([environmentStatus, unreadEnvironment]))]);

export type EnvironmentStatus = z.infer<typeof environmentStatus>;
export type UnreadEnvironment = z.infer<typeof unreadEnvironment>;
