interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/**
 * Replaces `@aws-sdk/credential-provider-node` in the Lambda bundle (see tools/build-lambda.ts). Lambda passes the role's
 * credentials in the environment, so the chain of SSO, profiles and processes, a third of the bundle, is never needed
 * there.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => ({
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    sessionToken: process.env.AWS_SESSION_TOKEN,
  });
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`The environment variable ${variable} is not set; Lambda sets it from the function’s role.`);
  }
  return value;
}
