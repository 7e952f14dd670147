import type { z } from 'zod';
import type { describeDocument } from '../../documents/describe';
import type { historyDocument } from '../../documents/history';
import type { nextDocument } from '../../documents/next';
import type { snapshotsDocument } from '../../documents/snapshots';
import type { whyDocument } from '../../documents/why';

/**
 * GET /api/history/APPLICATION?from=TIME&to=TIME, topic `runs`: document of `kda history`; default: its usual rows and
 * strip. `*` names what concerned no application.
 */
export interface HistoryDocument extends z.infer<typeof historyDocument> {
  /** Time at which the rows were read: pages that ask within a minute get the same. */
  readonly readAt: string;
}

/** GET /api/snapshots/APPLICATION, topic `runs`: document of `kda snapshots`. */
export type SnapshotsDocument = z.infer<typeof snapshotsDocument>;

/** GET /api/describe/APPLICATION, GET /api/describe/APPLICATION/SNAPSHOT: document of `kda describe`. */
export type DescribeDocument = z.infer<typeof describeDocument>;

/** GET /api/next/APPLICATION: document of `kda next`. */
export type NextDocument = z.infer<typeof nextDocument>;

/** GET /api/why/APPLICATION?time=TIME: document of `kda why`; default: the newest run that did not go well. */
export type WhyDocument = z.infer<typeof whyDocument>;

/**
 * POST /api/flink-ui/APPLICATION, with an empty object: a new address of the application's Flink web UI, which lets
 * whoever has it in until it expires. Asked for when a person presses the button, never before.
 */
export interface FlinkUi {
  readonly url: string;
  readonly expiresAt: string;
}
