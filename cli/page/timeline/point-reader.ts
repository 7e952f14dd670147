import { auditPages } from '../../../lambda-src/snapshot-manager/aws/audit-table';
import { type AuditRow, auditRow } from '../../audit-rows';
import type { ApplicationFacts } from '../../views/application-facts';
import { readMakerRow } from '../../views/maker-row';
import { readFacts } from '../../views/read-facts';
import { everyMs, type PageContext } from '../context';
import { elapsedMs } from '../elapsed';
import type { Dated } from '../reading/share-answers';
import type { PointFacts } from './describe-point';
import type { Point } from './points';

/** Time for which the facts of an application serve all its points; a little less than a look, so that each has new ones. */
const SHARE_OF_A_LOOK = 0.9;
const LOCAL_MS = 5000;
/** Applications whose facts are kept at most. */
const MOST_KEPT = 20;

/** Reads what is known about single points: the facts of `kda describe`, and the row. */
export class PointReader {
  private readonly kept = new Map<string, { readonly at: number; readonly facts: Promise<Dated<ApplicationFacts>> }>();

  constructor(private readonly context: PageContext) {}

  async read(application: string, point: Point): Promise<PointFacts> {
    const [{ value: facts, readAt: ofFacts }, { value: row, readAt: ofRow }] = await Promise.all([
      this.facts(application),
      this.context.dated(() => this.row(application, point)),
    ]);
    return { point, facts, row, readAt: ofFacts < ofRow ? ofFacts : ofRow };
  }

  private facts(application: string): Promise<Dated<ApplicationFacts>> {
    const { deployment, clients, clock, dated } = this.context;
    const now = clock.now();
    const found = this.kept.get(application);
    if (found && elapsedMs(found.at, now.getTime()) < SHARE_OF_A_LOOK * everyMs(this.context, LOCAL_MS))
      return found.facts;
    const facts = dated(() => readFacts(application, clients.flink, { deployment }, { now, dynamo: clients.dynamo }));
    this.kept.delete(application);
    this.kept.set(application, { at: now.getTime(), facts });
    // What failed is asked again.
    facts.catch(() => this.kept.delete(application));
    for (const other of this.kept.keys()) if (this.kept.size > MOST_KEPT) this.kept.delete(other);
    return facts;
  }

  private async row(application: string, { runId, snapshotName, at }: Point): Promise<AuditRow | null> {
    const { clients, deployment } = this.context;
    const { auditTable } = deployment;
    if (runId === undefined) {
      const made = { name: snapshotName ?? '', createdAt: new Date(at) };
      return (await readMakerRow(clients.dynamo, auditTable, application, made)) ?? null;
    }
    for await (const items of auditPages(clients.dynamo, auditTable, application, { pageSize: 1, until: runId })) {
      const [row] = items.map(auditRow);
      return row?.runId === runId ? row : null;
    }
    return null;
  }
}
