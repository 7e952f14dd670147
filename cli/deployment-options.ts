import { UsageError } from '../tools/command';

/** Options of every command that works on a deployment. */
export const DEPLOYMENT_OPTIONS = {
  env: { value: 'NAME', summary: 'environment of the checkout, config/NAME.json; default: KDA_ENVIRONMENT' },
  deployment: {
    value: 'NAME',
    summary: 'deployment of this account and region, without a checkout; needed only if there are several',
  },
} as const;

/** Way in which the deployment was named, if it was. */
export interface DeploymentChoice {
  /** Environment of the checkout. */
  readonly environment?: string;
  /** Name of the deployment; it is found by its parameter. */
  readonly deployment?: string;
}

/**
 * Reads the options that name a deployment.
 *
 * @throws UsageError when both are given.
 */
export function readChoice(values: { readonly env?: string; readonly deployment?: string }): DeploymentChoice {
  const { env: environment, deployment } = values;
  if (environment !== undefined && deployment !== undefined) {
    throw new UsageError('--env and --deployment exclude each other: settings of the checkout, or a parameter in AWS.');
  }
  return { ...(environment === undefined ? {} : { environment }), ...(deployment === undefined ? {} : { deployment }) };
}
