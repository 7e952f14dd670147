import { DisableRuleCommand, EnableRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { errorAnswer, jsonAnswer, readJson, readText } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Answer, Call, CallHead } from '../aws-call';
import type { Interceptor } from '../gateway';
import { readKeptFile, writeKeptFile } from '../kept-file';
import { allRules } from './all-rules';
import { ScheduleExpressionError } from './schedule';
import { parseSchedule } from './schedule-expression';

export type RuleState = 'ENABLED' | 'DISABLED';

/** A scheduled rule as its owner wants it. */
export interface ScheduledRule {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly state: RuleState;
}

export interface RuleKeeper extends Interceptor {
  rules(): readonly ScheduledRule[];
}

const OPERATIONS = new Set(['PutRule', 'DescribeRule', 'ListRules', 'EnableRule', 'DisableRule', 'DeleteRule']);

/**
 * Keeps scheduled rules disabled in the emulator, which sweeps its rules every ten seconds and cannot be told not to,
 * and shows the state that was asked for in every answer: the local cloud fires them itself.
 *
 * The asked states lie in `file`; everything else about a rule stays in the emulator alone.
 */
export async function keepRules(client: EventBridgeClient, file: string, onChange: () => void): Promise<RuleKeeper> {
  const kept = new Map<string, ScheduledRule>();
  await readBack(client, await readAskedStates(file), kept);

  const changed = async (): Promise<void> => {
    await writeKeptFile(file, Object.fromEntries([...kept.values()].map((rule) => [rule.arn, rule.state])));
    onChange();
  };
  const setState = async (rule: ScheduledRule, state: RuleState): Promise<Answer> => {
    kept.set(rule.name, { ...rule, state });
    await changed();
    return jsonAnswer({});
  };
  const put = async (call: Call, forward: () => Promise<Answer>): Promise<Answer> => {
    const request = readJson(call.body);
    const name = readText(request, 'Name') ?? '';
    const expression = readText(request, 'ScheduleExpression') ?? '';
    const before = kept.get(name);
    if (expression !== '') {
      try {
        parseSchedule(expression);
      } catch (error) {
        if (!(error instanceof ScheduleExpressionError)) throw error;
        return errorAnswer('ValidationException', `Parameter ScheduleExpression is not valid. ${error.message}`);
      }
    }
    const answer = await forward();
    const arn = readText(readJson(answer.body), 'RuleArn');
    if (answer.status !== 200 || arn === undefined) return answer;
    const state = asRuleState(readText(request, 'State')) ?? before?.state ?? 'ENABLED';
    if (expression !== '') {
      // The call went on as it was signed; what it switched on is switched off before its caller hears of it.
      await client.send(new DisableRuleCommand({ Name: name }));
      kept.set(name, { name, arn, expression, state });
      await changed();
    } else if (before !== undefined) {
      kept.delete(name);
      if (state === 'ENABLED') await client.send(new EnableRuleCommand({ Name: name }));
      await changed();
    }
    return answer;
  };

  return {
    rules: () => [...kept.values()],
    wants: (head: CallHead) =>
      head.service === 'events' && head.operation !== undefined && OPERATIONS.has(head.operation),
    answer: async (call, forward) => {
      const request = readJson(call.body);
      // Schedules exist on the default bus only.
      const bus = readText(request, 'EventBusName') ?? 'default';
      if (bus !== 'default' && !bus.endsWith(':event-bus/default')) return forward();
      const name = readText(request, 'Name') ?? '';
      const rule = kept.get(name);
      switch (call.operation) {
        case 'PutRule':
          return put(call, forward);
        case 'EnableRule':
          return rule === undefined ? forward() : setState(rule, 'ENABLED');
        case 'DisableRule':
          return rule === undefined ? forward() : setState(rule, 'DISABLED');
        case 'DeleteRule': {
          const answer = await forward();
          if (answer.status === 200 && kept.delete(name)) await changed();
          return answer;
        }
        case 'DescribeRule':
          return rule === undefined ? forward() : withAskedState(await forward(), () => rule.state);
        default:
          return withAskedState(await forward(), (ruleName) => kept.get(ruleName)?.state);
      }
    },
  };
}

async function readBack(
  client: EventBridgeClient,
  asked: ReadonlyMap<string, RuleState>,
  kept: Map<string, ScheduledRule>,
): Promise<void> {
  for await (const { Name: name, Arn: arn, ScheduleExpression: expression, State: state } of allRules(client)) {
    if (name === undefined || arn === undefined || expression === undefined) continue;
    if (state === 'ENABLED') await client.send(new DisableRuleCommand({ Name: name }));
    kept.set(name, { name, arn, expression, state: asked.get(arn) ?? asRuleState(state) ?? 'ENABLED' });
  }
}

async function readAskedStates(file: string): Promise<ReadonlyMap<string, RuleState>> {
  const states = new Map<string, RuleState>();
  for (const [arn, value] of Object.entries((await readKeptFile(file)) ?? {})) {
    const state = asRuleState(typeof value === 'string' ? value : undefined);
    if (state !== undefined) states.set(arn, state);
  }
  return states;
}

function asRuleState(text: string | undefined): RuleState | undefined {
  return text === 'ENABLED' || text === 'DISABLED' ? text : undefined;
}

/** Puts the asked state into the answer of DescribeRule (one rule) or ListRules (`Rules`). */
function withAskedState(answer: Answer, stateOf: (ruleName: string) => RuleState | undefined): Answer {
  if (answer.status !== 200) return answer;
  const restate = (rule: unknown): unknown => {
    if (typeof rule !== 'object' || rule === null || !('Name' in rule) || typeof rule.Name !== 'string') return rule;
    const state = stateOf(rule.Name);
    return state === undefined ? rule : { ...rule, State: state };
  };
  const body = readJson(answer.body);
  return jsonAnswer(
    'Rules' in body && Array.isArray(body.Rules) ? { ...body, Rules: body.Rules.map(restate) } : restate(body),
  );
}
