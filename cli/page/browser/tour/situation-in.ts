import type { Trouble, TroubleSituation } from '../../api/troubles';

/** Situation of a trouble in an application; that of the deployment where it is the whole deployment's. */
export function situationIn(trouble: Trouble, application: string): TroubleSituation {
  return trouble.applications?.find(({ name }) => name === application) ?? trouble;
}
