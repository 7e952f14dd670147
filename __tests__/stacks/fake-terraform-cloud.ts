import { createServer, type IncomingMessage } from 'node:http';

export interface FakeTerraformCloud {
  /** `http://127.0.0.1:PORT/api/v2/`. */
  readonly api: string;
  /** `GET /organizations/acme/workspaces/NAME` …, in order. */
  readonly calls: string[];
  /** Uploads of each run unchanged: packed tar archives. */
  readonly uploads: Buffer[];
  /** Names of the workspaces, those that Terraform made among them. */
  readonly workspaces: string[];
  close(): Promise<void>;
}

const PLAN_LOG = 'Terraform v1.11.4\r\non linux_amd64\r\nPlan: 1 to add, 0 to change, 0 to destroy.\r\n';
/** Log of an apply, whose first three lines, which name the person and place, the command line omits. */
const APPLY_LOG =
  'Terraform v1.11.4\r\non linux_amd64\r\n\r\nApply complete! Resources: 1 added, 0 changed, 0 destroyed.\r\n';

/**
 * Terraform Cloud's API as far as an init, a remote plan and a remote apply go, for one organization. It plans and applies
 * nothing: it takes the upload, which is what a run gets to see, and tells of a run that is done.
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs
 */
export async function startFakeTerraformCloud(organization: string, token: string): Promise<FakeTerraformCloud> {
  const calls: string[] = [];
  const uploads: Buffer[] = [];
  const workspaces: string[] = [];
  let origin = '';
  let planOnly = true;

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://fake');
      const call = `${request.method} ${path.replace('/api/v2', '')}`;
      calls.push(call);
      const { status, json, text } = isAllowed(request, path)
        ? answer(call, body, Number(searchParams.get('offset')))
        : { status: 401, json: ERROR };
      response.writeHead(status, {
        'content-type': json ? 'application/vnd.api+json' : 'text/plain',
        'tfp-api-version': '2.6',
        'tfp-appname': 'Terraform Enterprise',
        'x-ratelimit-limit': '30',
      });
      response.end(json ? JSON.stringify(json) : text);
    });
  });

  /** Uploads and logs have addresses that are secrets in themselves; everything else wants the token. */
  function isAllowed(request: IncomingMessage, path: string): boolean {
    return !path.startsWith('/api/v2') || request.headers.authorization === `Bearer ${token}`;
  }

  function answer(call: string, body: Buffer, offset: number): Answer {
    const name = /^GET \/organizations\/[^/]+\/workspaces\/([^/]+)$/.exec(call)?.[1];
    if (name) return workspaces.includes(name) ? { status: 200, json: workspace(name, organization) } : NOT_FOUND;
    switch (call) {
      case 'GET /ping':
        return { status: 204 };
      case `GET /organizations/${organization}/entitlement-set`:
        return {
          status: 200,
          json: data('entitlement-sets', organization, { operations: true, 'state-storage': true }),
        };
      case `POST /organizations/${organization}/workspaces`: {
        const made: string = JSON.parse(body.toString('utf8')).data.attributes.name;
        workspaces.push(made);
        return { status: 201, json: workspace(made, organization) };
      }
      case 'POST /workspaces/ws-1/configuration-versions':
        return { status: 201, json: configurationVersion('pending', `${origin}/upload`) };
      case 'PUT /upload':
        uploads.push(body);
        return { status: 200, text: '' };
      case 'GET /configuration-versions/cv-1':
        return { status: 200, json: configurationVersion('uploaded', null) };
      case 'POST /runs':
        planOnly = JSON.parse(body.toString('utf8')).data.attributes['plan-only'] === true;
        return { status: 201, json: run('pending', planOnly) };
      case 'POST /runs/run-1/actions/apply':
        return { status: 202 };
      case 'GET /runs/run-1/run-events':
      case 'GET /runs/run-1/task-stages':
        return { status: 200, json: { data: [] } };
      case 'PATCH /workspaces/ws-1':
        return { status: 200, json: workspace(workspaces.at(-1) ?? '', organization) };
      case 'GET /runs/run-1':
        return { status: 200, json: run(planOnly ? 'planned_and_finished' : 'applied', planOnly) };
      case 'GET /plans/plan-1':
        return {
          status: 200,
          json: data('plans', 'plan-1', { status: 'finished', 'has-changes': true, 'log-read-url': `${origin}/log` }),
        };
      case 'GET /applies/apply-1':
        return {
          status: 200,
          json: data('applies', 'apply-1', { status: 'finished', 'log-read-url': `${origin}/applied` }),
        };
      case 'GET /workspaces/ws-1/current-state-version-outputs':
        return { status: 200, json: { data: OUTPUTS } };
      case 'GET /applied':
        return { status: 200, text: `\u0002${APPLY_LOG}\u0003`.slice(offset) };
      case 'GET /log':
        // Read from where the last read ended, until there is no more.
        return { status: 200, text: `\u0002${PLAN_LOG}\u0003`.slice(offset) };
      default:
        return NOT_FOUND;
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake has no port.');
  origin = `http://127.0.0.1:${address.port}`;
  return {
    api: `${origin}/api/v2/`,
    calls,
    uploads,
    workspaces,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly json?: object;
  readonly text?: string;
}

const ERROR = { errors: [{ status: '401', title: 'unauthorized' }] };
/** cdktf wants a value for each output that the stack's JSON names. */
const OUTPUTS = ['artifacts-bucket', 'jar-key', 'lambda-zip-key'].map((name) => ({
  type: 'state-version-outputs',
  id: `wsout-${name}`,
  attributes: { name, value: `the ${name}`, type: 'string', 'detailed-type': 'string', sensitive: false },
}));
const NOT_FOUND: Answer = { status: 404, json: { errors: [{ status: '404', title: 'not found' }] } };

function data(type: string, id: string, attributes: object, relationships: object = {}): object {
  return { data: { type, id, attributes, relationships } };
}

function workspace(name: string, organization: string): object {
  return data(
    'workspaces',
    'ws-1',
    {
      name,
      'execution-mode': 'remote',
      operations: true,
      'terraform-version': '1.11.4',
      locked: false,
      permissions: { 'can-queue-run': true, 'can-queue-apply': true, 'can-update': true, 'can-read-settings': true },
    },
    { organization: { data: { type: 'organizations', id: organization } } },
  );
}

function configurationVersion(status: string, uploadUrl: string | null): object {
  return data('configuration-versions', 'cv-1', { status, 'upload-url': uploadUrl });
}

function run(status: string, planOnly: boolean): object {
  return data(
    'runs',
    'run-1',
    { status, 'plan-only': planOnly, 'auto-apply': !planOnly, 'has-changes': true, actions: {}, permissions: {} },
    {
      plan: { data: { type: 'plans', id: 'plan-1' } },
      apply: { data: { type: 'applies', id: 'apply-1' } },
      workspace: { data: { type: 'workspaces', id: 'ws-1' } },
      'configuration-version': { data: { type: 'configuration-versions', id: 'cv-1' } },
    },
  );
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
