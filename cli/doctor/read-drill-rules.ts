import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { drillRules } from '../../config/model/drills/drill-rules';
import type { Deployment } from '../deployment';
import type { Clients } from '../safety/gather/clients';
import { readPart } from '../safety/gather/trouble';
import type { DrillRuleSeen } from './drill-checks';

/** Number of rules that are read. */
const MOST_RULES = 10;

/** Reads the rules of the applications that consent to drills, each for itself and all at once. */
export async function readDrillRules(
  { name, applications, drillMachine }: Pick<Deployment, 'name' | 'applications' | 'drillMachine'>,
  { events }: Pick<Clients, 'events'>,
): Promise<DrillRuleSeen[]> {
  return Promise.all(
    drillRules(name, applications)
      .slice(0, MOST_RULES)
      .map(async ({ application, name: rule }) => ({
        application,
        rule,
        seen: await readPart(async () => {
          const { State } = await events.send(new DescribeRuleCommand({ Name: rule }));
          const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: rule }));
          const startsMachine = Targets.some(({ Arn = '' }) => Arn.endsWith(`:stateMachine:${drillMachine}`));
          return { isEnabled: State?.startsWith('ENABLED') ?? false, startsMachine };
        }),
      })),
  );
}
