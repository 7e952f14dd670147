import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import { drillMachine, drillTransformer } from '../../config/model/drills/drill-machine';
import { machinePolicy, machineTrust, startPolicy, startTrust } from '../../config/model/drills/drill-policies';
import type { DrillRule } from '../../config/model/drills/drill-rules';
import type { Names } from '../../config/model/names';
import type { Settings } from '../../config/schema/settings';
import type { Account } from '../shared/deployment-stack';
import { scanException } from '../shared/scan-exceptions';
import type { MessageQueue } from './message-queue';
import type { SnapshotManager } from './snapshot-manager';

export interface DrillScheduleProps {
  readonly account: Account;
  readonly names: Names;
  readonly settings: Pick<Settings, 'name' | 'security' | 'snapshots'>;
  readonly drills: readonly DrillRule[];
  readonly manager: SnapshotManager;
  readonly undeliveredEvents: MessageQueue;
}

/** Maximum delivery attempts of EventBridge; the window ends them earlier. */
const DELIVERY_ATTEMPTS = 185;

/** State machine that drills applications step by step, and a rule for each that starts it in the application's window. */
export class DrillSchedule extends Construct {
  readonly machine: SfnStateMachine;

  constructor(scope: Construct, id: string, props: DrillScheduleProps) {
    super(scope, id);
    this.machine = this.addMachine(props);
    const { account, names, settings, drills } = props;
    const { role, policy } = this.addRole('start', {
      name: names.drillStartRole,
      description: 'Lets EventBridge start drills',
      assumeRolePolicy: startTrust(account, settings.name),
      permissionsBoundary: settings.security.permissionsBoundaryArn,
      policyName: 'start-drills',
      policy: startPolicy(this.machine.arn),
    });
    for (const drill of drills) this.addRule(drill, props, role, policy);
  }

  private addMachine({ account, names, settings, manager }: DrillScheduleProps): SfnStateMachine {
    const { role, policy } = this.addRole('machine', {
      name: names.drillMachineRole,
      description: 'Permissions of the state machine that drills applications',
      assumeRolePolicy: machineTrust(account, names.drillMachine),
      permissionsBoundary: settings.security.permissionsBoundaryArn,
      policyName: 'ask-manager',
      policy: machinePolicy(manager.lambda.arn),
    });
    const machine = new SfnStateMachine(this, 'machine', {
      name: names.drillMachine,
      type: 'STANDARD',
      roleArn: role.arn,
      definition: JSON.stringify(
        drillMachine({
          functionArn: manager.lambda.arn,
          functionTimeoutSeconds: settings.snapshots.timeoutSeconds,
        }),
      ),
      dependsOn: [policy],
    });
    scanException(
      machine,
      'CKV_AWS_284',
      'The manager traces nothing either; X-Ray would need a right on every resource ("*"). Executions keep each step for 90 days.',
    );
    scanException(
      machine,
      'CKV_AWS_285',
      'Executions keep each step for 90 days, and the manager logs and records each drill; a log would need rights on all log deliveries of the account ("*").',
    );
    return machine;
  }

  /** Rule of one application. Paused with the schedule: no application is stopped while nothing is taken. */
  private addRule(
    { application, name, scheduleExpression, input, windowSeconds }: DrillRule,
    { settings, undeliveredEvents }: DrillScheduleProps,
    role: IamRole,
    policy: IamRolePolicy,
  ): void {
    const rule = new CloudwatchEventRule(this, `rule-${application}`, {
      name,
      description: `Drills ${application} at the beginning of its window (UTC). To end the drills, remove "drill" from its entry and deploy.`,
      scheduleExpression,
      state: settings.snapshots.scheduleEnabled ? 'ENABLED' : 'DISABLED',
    });
    new CloudwatchEventTarget(this, `target-${application}`, {
      rule: rule.name,
      targetId: 'drills',
      arn: this.machine.arn,
      roleArn: role.arn,
      inputTransformer: drillTransformer(input),
      // No drill begins after its window.
      retryPolicy: { maximumEventAgeInSeconds: windowSeconds, maximumRetryAttempts: DELIVERY_ATTEMPTS },
      deadLetterConfig: { arn: undeliveredEvents.queue.arn },
      dependsOn: [policy],
    });
  }

  private addRole(id: string, props: RoleProps): { readonly role: IamRole; readonly policy: IamRolePolicy } {
    const { policyName, policy, ...others } = props;
    const role = new IamRole(this, `${id}-role`, others);
    return { role, policy: new IamRolePolicy(this, `${id}-role-policy`, { name: policyName, role: role.id, policy }) };
  }
}

interface RoleProps {
  readonly name: string;
  readonly description: string;
  readonly assumeRolePolicy: string;
  readonly permissionsBoundary: string | undefined;
  readonly policyName: string;
  readonly policy: string;
}
