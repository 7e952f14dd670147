import { join } from 'node:path';
import type { StartedParts } from '../../../tools/started-parts';
import type { CallFaults } from '../../trouble/call-faults';
import { TROUBLES } from '../../trouble/catalog';
import { openWorld } from '../../trouble/trouble-world';
import { Troubles } from '../../trouble/troubles';
import { LOCAL_CREDENTIALS } from '../emulator-clients';
import { environmentFor } from '../environment';
import type { OwnDoor } from '../gateway';
import type { LocalCloudOptions } from '../local-cloud-options';
import { Control, type ControlOptions } from './control';

/** Parts of the running local cloud that its own door shows or uses. */
export interface BehindTheDoor extends Pick<ControlOptions, 'speedUp' | 'mails'> {
  readonly endpoint: string;
  readonly faults: CallFaults;
}

/** Opens the local cloud's own door, with the troubles that it can make; an act under way ends with the local cloud. */
export function openOwnDoor(
  { engine, region, accountId, folder }: LocalCloudOptions,
  { endpoint, faults, speedUp, mails }: BehindTheDoor,
  started: StartedParts,
): OwnDoor {
  const ended = new AbortController();
  const world = openWorld({
    configuration: { endpoint, region, credentials: LOCAL_CREDENTIALS },
    environment: environmentFor(endpoint, region),
    folder: join(folder, 'trouble'),
    signal: ended.signal,
    ...{ accountId, engine, faults },
  });
  const troubles = started.add(new Troubles(TROUBLES, world), async (each) => {
    ended.abort();
    await each.whenIdle();
  });
  return new Control({ engine, region, accountId, troubles, speedUp, mails, startedAt: new Date() });
}
