import { ENVIRONMENT } from '../contract';
import { parseRetentionPolicy, type RetentionPolicy, RetentionPolicyError } from './retention-policy';

/** What the deployment decided for the manager, checked once at the cold start. */
export interface ManagerSettings {
  readonly applicationNames: readonly string[];
  readonly snapshotNamePrefix: string;
  /** The deployment's name: the prefix without its dot. */
  readonly deployment: string;
  readonly retention: RetentionPolicy;
  readonly auditTable: string;
  readonly auditRetentionDays: number;
  readonly topicArn: string;
}

/** An environment variable of the function is missing or wrong: the deployment must be corrected, a retry cannot help. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(variable: string, value: string | undefined, allowed: string) {
    const state = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
    super(
      `The environment variable ${variable} ${state}, expected ${allowed}. Deploy the snapshots stack again; it sets every variable.`,
    );
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws EnvironmentError for the first variable that is missing or wrong. */
export function readSettings(environment: Environment): ManagerSettings {
  const snapshotNamePrefix = readMatching(
    environment,
    ENVIRONMENT.snapshotNamePrefix,
    /^[a-zA-Z0-9_.-]+\.$/,
    'the deployment’s name followed by a dot',
  );
  return {
    applicationNames: readApplicationNames(environment),
    snapshotNamePrefix,
    deployment: snapshotNamePrefix.slice(0, -1),
    retention: readRetention(environment),
    auditTable: readMatching(environment, ENVIRONMENT.auditTable, /^[a-zA-Z0-9_.-]{3,255}$/, 'the name of a table'),
    auditRetentionDays: Number(
      readMatching(environment, ENVIRONMENT.auditRetentionDays, /^[1-9]\d{0,3}$/, 'days from 1 to 9999'),
    ),
    topicArn: readMatching(environment, ENVIRONMENT.topicArn, /^arn:[^:]+:sns:/, 'the ARN of an SNS topic'),
  };
}

function readApplicationNames(environment: Environment): readonly string[] {
  const allowed = 'a JSON list of at least one application name, each named once';
  const names = readJson(environment, ENVIRONMENT.applicationNames, allowed);
  const isList =
    Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string' && name !== '');
  if (!isList || new Set(names).size !== names.length) {
    throw new EnvironmentError(ENVIRONMENT.applicationNames, environment[ENVIRONMENT.applicationNames], allowed);
  }
  return names;
}

function readRetention(environment: Environment): RetentionPolicy {
  const json = readJson(environment, ENVIRONMENT.retention, 'JSON such as {"keepLast": 10}');
  try {
    return parseRetentionPolicy(json);
  } catch (error) {
    if (!(error instanceof RetentionPolicyError)) throw error;
    throw new EnvironmentError(
      ENVIRONMENT.retention,
      environment[ENVIRONMENT.retention],
      `a retention policy (${error.message})`,
    );
  }
}

function readJson(environment: Environment, variable: string, allowed: string): unknown {
  const text = environment[variable];
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new EnvironmentError(variable, text, allowed);
  }
}

function readMatching(environment: Environment, variable: string, pattern: RegExp, allowed: string): string {
  const value = environment[variable];
  if (value === undefined || !pattern.test(value)) throw new EnvironmentError(variable, value, allowed);
  return value;
}
