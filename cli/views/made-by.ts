import { isNamedByTheService } from '../../lambda-src/snapshot-manager/domain/service-snapshot';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { isOfTheReference, isOwnName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';

/**
 * Maker of a snapshot. `schedule`: a snapshot manager's run. `person`: a person or a pipeline, by whatever means.
 * `service`: Managed Flink itself, for a stop or an update. `reference`: the reference system's run.
 */
export const MAKERS = ['schedule', 'person', 'service', 'reference'] as const;
export type Maker = (typeof MAKERS)[number];

/** Prefix, time and request id in the names that snapshot managers give, whatever their deployment. */
const OF_A_MANAGER = /^(.+\.)\d{8}T\d{6}Z(\.[\w.-]+)?$/;

/**
 * Maker of a snapshot by its name, because the API tells none.
 *
 * @example madeBy({ name: 'demo.20261123T102000Z', … }, 'orders') // schedule
 */
export function madeBy(snapshot: Pick<Snapshot, 'name' | 'createdAt'>, application: string): Maker {
  const { name } = snapshot;
  if (isNamedByTheService(snapshot, application)) return 'service';
  if (isOfTheReference(snapshot)) return 'reference';
  const [, prefix, request] = OF_A_MANAGER.exec(name) ?? [];
  const isRun = prefix !== undefined && request === undefined && isOwnName(name, prefix);
  return isRun ? 'schedule' : 'person';
}
