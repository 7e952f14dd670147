import { readJson, readText } from '../../../packages/managed-flink/src/http/json-protocol';
import { TroubleRefusedError } from '../../trouble/trouble-refused';
import type { Troubles } from '../../trouble/troubles';
import type { Answer } from '../aws-call';
import type { Mail } from '../mail';
import { type ControlRequest, refusalOf } from './request-guard';

/** First part of the path of all that the local cloud answers by itself; no AWS service has it. */
export const CONTROL_PATH = '/_local-cloud';
const PRODUCT = 'kda-snapshots local cloud';
const VERSION = 1;

/** Facts of a local cloud, and what it lends to its door. */
export interface ControlOptions {
  readonly engine: 'flink' | 'simulated';
  readonly region: string;
  readonly accountId: string;
  readonly startedAt: Date;
  readonly speedUp: () => number;
  readonly mails: () => readonly Mail[];
  readonly troubles: Troubles;
}

/** The local cloud's own door, beside the services of AWS: what it is, its mails, its troubles. */
export class Control {
  constructor(private readonly options: ControlOptions) {}

  async answer(request: ControlRequest): Promise<Answer> {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return errorOf(403, refusal);
    try {
      return await this.route(request);
    } catch (error) {
      if (error instanceof TroubleRefusedError) return errorOf(error.httpStatus, error.message);
      throw error;
    }
  }

  private async route({ method, path, body }: ControlRequest): Promise<Answer> {
    const { pathname, searchParams } = new URL(path, 'http://local-cloud');
    const what = pathname.slice(CONTROL_PATH.length).replace(/\/$/, '');
    const { troubles } = this.options;
    if (method === 'GET' && what === '') return json(200, this.facts());
    if (method === 'GET' && what === '/mails') return this.mails(searchParams.get('after') ?? '0');
    if (method === 'GET' && what === '/troubles') {
      return json(200, await troubles.list(searchParams.get('deployment') ?? undefined));
    }
    const [, id = '', act = ''] = /^\/troubles\/([\w-]+)\/(begin|mend)$/.exec(what) ?? [];
    if (method === 'POST' && id !== '') {
      const asked = readJson(body);
      const target = { application: readText(asked, 'application'), deployment: readText(asked, 'deployment') };
      await (act === 'begin' ? troubles.begin(id, target) : troubles.mend(id, target));
      return json(202, {});
    }
    return errorOf(
      404,
      `${method} ${pathname} is nothing that the local cloud answers; it answers GET ${CONTROL_PATH}, GET ${CONTROL_PATH}/mails?after=N, GET ${CONTROL_PATH}/troubles and POST ${CONTROL_PATH}/troubles/ID/begin or /mend.`,
    );
  }

  private facts() {
    const { engine, region, accountId, startedAt, speedUp } = this.options;
    const schedule = { speedUp: speedUp() };
    return {
      product: PRODUCT,
      version: VERSION,
      engine,
      startedAt: startedAt.toISOString(),
      region,
      accountId,
      schedule,
    };
  }

  private mails(after: string): Answer {
    if (!/^\d{1,9}$/.test(after)) {
      return errorOf(400, `after is ${after}, expected the number of a mail, or 0 for all of them.`);
    }
    const numbered = this.options.mails().map(({ to, subject, date, topicArn, body }, index) => ({
      number: index + 1,
      ...{ to, subject, date: date.toISOString(), topicArn, body },
    }));
    return json(200, { mails: numbered.slice(Number(after)) });
  }
}

function json(status: number, document: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify(document)),
  };
}

function errorOf(status: number, error: string): Answer {
  return json(status, { error });
}
