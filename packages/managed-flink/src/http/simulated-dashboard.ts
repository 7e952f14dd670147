import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Application } from '../model/application';

/** Operations after which a job is another one. */
const STARTS = ['StartApplication', 'UpdateApplication', 'RollbackApplication', 'RecoverApplication'];

/** Checkpoints that a simulated job has completed since its start: one every interval, none if they are off. */
function completedCheckpoints({ configuration, operations, createdAt }: Application, now: Date): number {
  const { enabled, intervalMs } = configuration.checkpoints;
  if (!enabled) return 0;
  const start = operations.findLast(({ kind, status }) => STARTS.includes(kind) && status === 'SUCCESSFUL');
  return Math.max(0, Math.floor((now.getTime() - (start?.endedAt ?? createdAt).getTime()) / intervalMs));
}

/** Answers of Flink's REST API for a simulated job: one job, one vertex, running, with its checkpoints in time. */
export function simulatedDashboard(application: Application, path: string, now: Date, outgoing: ServerResponse): void {
  const id = createHash('md5').update(application.arn).digest('hex');
  const { parallelism } = application.configuration.parallelism;
  const answers: Readonly<Record<string, object>> = {
    '/jobs': { jobs: [{ id, status: 'RUNNING' }] },
    '/jobs/overview': { jobs: [{ jid: id, name: application.name, state: 'RUNNING' }] },
    [`/jobs/${id}`]: {
      jid: id,
      name: application.name,
      state: 'RUNNING',
      vertices: [{ id, name: 'simulated', parallelism, status: 'RUNNING' }],
    },
    [`/jobs/${id}/metrics`]: [{ id: 'numRestarts', value: '0' }],
    [`/jobs/${id}/checkpoints`]: {
      counts: { completed: completedCheckpoints(application, now) },
      latest: { restored: null },
    },
  };
  const answer = path === '/' ? undefined : answers[path];
  if (path === '/') {
    outgoing.writeHead(200, { 'content-type': 'text/html' });
    outgoing.end(`<title>Simulated job of ${application.name}</title>It has no web UI; see <a href="jobs">jobs</a>.`);
  } else if (answer) {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(answer));
  } else {
    outgoing.writeHead(404, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify({ errors: [`Not found: ${path}`] }));
  }
}
