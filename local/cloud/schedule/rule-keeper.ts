import { DisableRuleCommand, EnableRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ScheduleExpressionError } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule';
import { parseSchedule } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import { errorAnswer, jsonAnswer, readJson, readText } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Answer, Call, CallHead } from '../aws-call';
import type { Interceptor } from '../gateway';
import { readKeptFile, writeKeptFile } from '../kept-file';
import { allRules } from './all-rules';

export type RuleState = 'ENABLED' | 'DISABLED';

/** A scheduled rule as its owner wants it. */
export interface ScheduledRule {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly state: RuleState;
}

const OPERATIONS = new Set(['PutRule', 'DescribeRule', 'ListRules', 'EnableRule', 'DisableRule', 'DeleteRule']);

/**
 * Keeps scheduled rules disabled in the emulator, which sweeps its rules every ten seconds and cannot be stopped from
 * it, and shows the state that was asked for in every answer: the local cloud fires them itself.
 *
 * The asked states are in `file`; everything else about a rule is in the emulator alone.
 */
export class RuleKeeper implements Interceptor {
  private readonly kept = new Map<string, ScheduledRule>();

  private constructor(
    private readonly client: EventBridgeClient,
    private readonly file: string,
    private readonly onChange: () => void,
  ) {}

  /** @param onChange called after every change of a scheduled rule. */
  static async open(client: EventBridgeClient, file: string, onChange: () => void): Promise<RuleKeeper> {
    const keeper = new RuleKeeper(client, file, onChange);
    await keeper.readBack(await readAskedStates(file));
    return keeper;
  }

  rules(): readonly ScheduledRule[] {
    return [...this.kept.values()];
  }

  wants({ service, operation }: CallHead): boolean {
    return service === 'events' && operation !== undefined && OPERATIONS.has(operation);
  }

  async answer(call: Call, forward: () => Promise<Answer>): Promise<Answer> {
    const request = readJson(call.body);
    // Schedules exist on the default bus only.
    const bus = readText(request, 'EventBusName') ?? 'default';
    if (bus !== 'default' && !bus.endsWith(':event-bus/default')) return forward();
    if (call.operation === 'PutRule') return this.put(request, forward);
    if (call.operation === 'ListRules') {
      return withAskedState(await forward(), (ruleName) => this.kept.get(ruleName)?.state);
    }
    const rule = this.kept.get(readText(request, 'Name') ?? '');
    if (rule === undefined) return forward();
    switch (call.operation) {
      case 'EnableRule':
        return this.setState(rule, 'ENABLED');
      case 'DisableRule':
        return this.setState(rule, 'DISABLED');
      case 'DeleteRule': {
        const answer = await forward();
        if (answer.status === 200 && this.kept.delete(rule.name)) await this.saveStates();
        return answer;
      }
      default:
        return withAskedState(await forward(), () => rule.state);
    }
  }

  private async saveStates(): Promise<void> {
    await writeKeptFile(this.file, Object.fromEntries(this.rules().map((rule) => [rule.arn, rule.state])));
    this.onChange();
  }

  private async setState(rule: ScheduledRule, state: RuleState): Promise<Answer> {
    this.kept.set(rule.name, { ...rule, state });
    await this.saveStates();
    return jsonAnswer({});
  }

  private async put(request: Readonly<Record<string, unknown>>, forward: () => Promise<Answer>): Promise<Answer> {
    const name = readText(request, 'Name') ?? '';
    const expression = readText(request, 'ScheduleExpression') ?? '';
    const before = this.kept.get(name);
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
      // The call went on as it was signed: the rule that it enabled is disabled before the caller gets the answer.
      await this.client.send(new DisableRuleCommand({ Name: name }));
      this.kept.set(name, { name, arn, expression, state });
      await this.saveStates();
    } else if (before !== undefined) {
      this.kept.delete(name);
      if (state === 'ENABLED') await this.client.send(new EnableRuleCommand({ Name: name }));
      await this.saveStates();
    }
    return answer;
  }

  /** Reads the scheduled rules that the emulator has kept, and disables those that it would fire. */
  private async readBack(asked: ReadonlyMap<string, RuleState>): Promise<void> {
    for await (const { Name: name, Arn: arn, ScheduleExpression: expression, State: state } of allRules(this.client)) {
      if (name === undefined || arn === undefined || expression === undefined) continue;
      if (state === 'ENABLED') await this.client.send(new DisableRuleCommand({ Name: name }));
      this.kept.set(name, { name, arn, expression, state: asked.get(arn) ?? asRuleState(state) ?? 'ENABLED' });
    }
  }
}

async function readAskedStates(file: string): Promise<ReadonlyMap<string, RuleState>> {
  const states = new Map<string, RuleState>();
  for (const [arn, value] of Object.entries(await readKeptFile(file))) {
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
