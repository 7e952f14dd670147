import type { z } from 'zod';
import type { logsDocument } from '../../documents/logs';

/**
 * GET /api/logs/APPLICATION?query=errors|restored|users&from=TIME&to=TIME: document of `kda logs`; default: the errors of
 * the last 24 hours. Reading a log has a price, so a button asks for it.
 */
export type LogsDocument = z.infer<typeof logsDocument>;

/** Query of Logs Insights that is saved in the account under the deployment's name. */
export interface SavedQuery {
  readonly id: string;
  /** Name without the deployment's. */
  readonly name: string;
  readonly query: string;
  readonly logGroups: readonly string[];
}

/** GET /api/saved-queries: as they are deployed. */
export interface SavedQueries {
  readonly queries: readonly SavedQuery[];
}

/** GET /api/saved-queries/ID?from=TIME&to=TIME: the query runs now; default: over the last 24 hours. */
export interface QueryRows {
  readonly query: SavedQuery;
  readonly from: string;
  readonly to: string;
  /** Names of the fields in the query's order. */
  readonly columns: readonly string[];
  /** Cells of each row; `null`: the line has no such field. Times are ISO 8601 in UTC. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** True: the log has more rows than are shown. */
  readonly isCut: boolean;
  /** Bytes that Logs Insights scanned, which have a price; `null`: not said. */
  readonly scannedBytes: number | null;
}
