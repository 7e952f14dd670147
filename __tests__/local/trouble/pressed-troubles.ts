import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalSession } from '../../../local/local-session';
import type { TroubleDocument } from '../../../local/trouble/troubles';

const TIMEOUT_MS = 120_000;

/** The troubles of a local cloud, pressed from outside by its own door. */
export class PressedTroubles {
  constructor(private readonly session: Pick<LocalSession, 'cloud' | 'settings'>) {}

  async of(id: string): Promise<TroubleDocument> {
    const response = await fetch(`${this.session.cloud.endpoint}/_local-cloud/troubles`);
    const all = (await response.json()) as readonly TroubleDocument[];
    const found = all.find((each) => each.id === id);
    if (found === undefined) throw new Error(`There is no trouble ${id}.`);
    return found;
  }

  /** Presses the button and waits until the act is over. */
  async press(id: string, act: 'begin' | 'mend'): Promise<TroubleDocument> {
    const response = await fetch(`${this.session.cloud.endpoint}/_local-cloud/troubles/${id}/${act}`, {
      method: 'POST',
      headers: { 'x-kda-local-cloud': '1' },
      body: JSON.stringify({ application: this.session.settings.application?.name }),
    });
    if (response.status !== 202) throw new Error(`${act} of ${id}: ${response.status} ${await response.text()}`);
    const startedAt = Date.now();
    for (;;) {
      const now = await this.of(id);
      if (now.state !== 'beginning' && now.state !== 'mending') return now;
      if (Date.now() - startedAt > TIMEOUT_MS) throw new Error(`${act} of ${id} goes on: ${JSON.stringify(now)}`);
      await sleep(500);
    }
  }
}
