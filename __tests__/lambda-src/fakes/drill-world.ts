import type { Drill } from '../../../lambda-src/snapshot-manager/domain/drill/drill';
import { readDrill } from '../../../lambda-src/snapshot-manager/domain/drill/journal-documents';
import type { FakeWorld } from './fake-world';

export { DRILL_STEPS } from '../../../lambda-src/snapshot-manager/domain/drill/drill';

/** Drill in the journal, read without a call. */
export function readDrillOf(world: FakeWorld, application = 'orders'): Drill | undefined {
  const item = world.drills.items.get(application);
  return item && readDrill(item.text);
}
