import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Application } from '../model/application';

/** Answers of Flink's REST API for a simulated job: one job, one vertex, running. */
export function simulatedDashboard(application: Application, path: string, outgoing: ServerResponse): void {
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
    [`/jobs/${id}/checkpoints`]: { counts: { completed: 0 }, latest: { restored: null } },
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
