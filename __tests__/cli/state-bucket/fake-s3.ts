import { createServer, type IncomingMessage } from 'node:http';

/** A bucket as S3 keeps it: each of its properties is the XML (or JSON) that was put last. */
export interface FakeBucket {
  readonly region: string;
  readonly account: string;
  readonly properties: Map<string, string>;
  /** The header that comes with the lifecycle rules. */
  minimumSize?: string;
}

export interface FakeS3 {
  readonly endpoint: string;
  readonly buckets: Map<string, FakeBucket>;
  /** `PUT bucket?versioning` …, in order. */
  readonly calls: string[];
  /** Answers 403 to calls that this fits, such as `PUT ?policy`. */
  denies: RegExp | undefined;
  close(): Promise<void>;
}

/**
 * S3's errors for properties that were never set. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const ABSENT: Readonly<Record<string, string>> = {
  encryption: 'ServerSideEncryptionConfigurationNotFoundError',
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  ownershipControls: 'OwnershipControlsNotFoundError',
  policy: 'NoSuchBucketPolicy',
  lifecycle: 'NoSuchLifecycleConfiguration',
  tagging: 'NoSuchTagSet',
};

/** Properties of every new bucket since April 2023. */
const NEW_BUCKET: Readonly<Record<string, string>> = {
  encryption:
    '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
  publicAccessBlock:
    '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>',
  ownershipControls:
    '<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>',
};

/**
 * S3's calls about buckets, and STS's question who one is, over HTTP: the real SDK speaks to it. It keeps state, knows
 * accounts and regions, and answers for what is missing with S3's own error codes.
 */
export async function startFakeS3(account: string, region: string): Promise<FakeS3> {
  const buckets = new Map<string, FakeBucket>();
  const calls: string[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { status, text = '', headers = {} } = answer(request, body);
      response.writeHead(status, { 'content-type': 'application/xml', ...headers });
      response.end(request.method === 'HEAD' ? undefined : text);
    });
  });

  function answer(request: IncomingMessage, body: string): Answer {
    const url = new URL(request.url ?? '/', 'http://fake');
    const name = url.pathname.split('/')[1] ?? '';
    if (name === '') {
      return {
        status: 200,
        text: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ada</Arn><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      };
    }
    const [property = ''] = [...url.searchParams.keys()].filter((key) => key !== 'x-id');
    const call = `${request.method} ${property === '' ? '' : `?${property}`}`.trim();
    calls.push(call);
    if (fake.denies?.test(call)) return error(403, 'AccessDenied', 'Access Denied');

    const bucket = buckets.get(name);
    if (request.method === 'PUT' && property === '') {
      const location = /<LocationConstraint>(.*)<\/LocationConstraint>/.exec(body)?.[1] ?? 'us-east-1';
      if (bucket)
        return bucket.account === account ? error(409, 'BucketAlreadyOwnedByYou') : error(409, 'BucketAlreadyExists');
      if (location !== region) return error(400, 'IllegalLocationConstraintException');
      buckets.set(name, { region, account, properties: new Map(Object.entries(NEW_BUCKET)) });
      return { status: 200 };
    }
    if (!bucket) return error(404, 'NoSuchBucket');
    if (bucket.region !== region) {
      return { ...error(301, 'PermanentRedirect'), headers: { 'x-amz-bucket-region': bucket.region } };
    }
    const expected = request.headers['x-amz-expected-bucket-owner'];
    if (bucket.account !== account || expected !== account) return error(403, 'AccessDenied', 'Access Denied');
    if (request.method === 'HEAD') return { status: 200, headers: { 'x-amz-bucket-region': bucket.region } };
    if (request.method === 'PUT') {
      bucket.properties.set(property, body);
      const size = request.headers['x-amz-transition-default-minimum-object-size'];
      if (property === 'lifecycle') bucket.minimumSize = size === undefined ? undefined : String(size);
      return { status: 200 };
    }
    const kept = bucket.properties.get(property);
    if (kept === undefined)
      return property === 'versioning'
        ? { status: 200, text: '<VersioningConfiguration/>' }
        : error(404, ABSENT[property] ?? 'NotImplemented');
    const size = property === 'lifecycle' ? bucket.minimumSize : undefined;
    return {
      status: 200,
      text: kept,
      headers: size === undefined ? {} : { 'x-amz-transition-default-minimum-object-size': size },
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake has no port.');
  const fake: FakeS3 = {
    endpoint: `http://127.0.0.1:${address.port}`,
    buckets,
    calls,
    denies: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

interface Answer {
  readonly status: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function error(status: number, code: string, message = code): Answer {
  return { status, text: `<Error><Code>${code}</Code><Message>${message}</Message></Error>` };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
