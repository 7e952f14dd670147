import { z } from 'zod';
import { DETAIL_SCHEMA } from '../../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { DETAIL_TYPES } from '../../../lambda-src/snapshot-manager/domain/events/outcome-event';
import type { FakeWorld } from './fake-world';

const PUBLISHED = z.fromJSONSchema(JSON.parse(JSON.stringify(DETAIL_SCHEMA)));

/** Ids of the events on the bus, without the run: `orders taken`. @throws Error for one that breaks the schema. */
export function eventsOf(world: FakeWorld): string[] {
  return world.eventBus.accepted.map(({ detailType, detail }) => {
    PUBLISHED.parse(detail);
    if (DETAIL_TYPES[detail.outcome] !== detailType) throw new Error(`${detail.outcome} was sent as ${detailType}`);
    return `${detail.application} ${detail.outcome}`;
  });
}
