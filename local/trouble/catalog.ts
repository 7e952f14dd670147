import { A_COLLEAGUE_ACTS } from './colleague-trouble';
import { DENY_THE_TABLES, DISABLE_THE_RULE, THROTTLE_THE_API } from './deployment-troubles';
import { BREAK_CHECKPOINTS, CORRUPT_THE_STATE, CRASH_THE_JOB } from './job-troubles';
import { STOP_THE_APPLICATION } from './stop-trouble';
import type { Trouble } from './trouble';

/** All troubles, in the order in which they are shown. */
export const TROUBLES: readonly Trouble[] = [
  BREAK_CHECKPOINTS,
  CRASH_THE_JOB,
  CORRUPT_THE_STATE,
  STOP_THE_APPLICATION,
  A_COLLEAGUE_ACTS,
  DISABLE_THE_RULE,
  THROTTLE_THE_API,
  DENY_THE_TABLES,
];
