import { App } from 'cdktf';
import { addStacks } from '../../stacks/deployment';
import { scanExceptionsBelow } from '../../stacks/shared/scan-exceptions';
import { settingsWith } from '../settings-with';
import { ACCOUNT, ARN, actionsOf, resource, resources, type StackJson, statementsOf, synthesize } from './synthesis';

function stacksWith(input: Readonly<Record<string, unknown>>): { application: StackJson; snapshots: StackJson } {
  const synthesis = synthesize(settingsWith(input));
  synthesis.dispose();
  return synthesis.stacks;
}

const VPC = { subnetIds: ['subnet-0a1', 'subnet-0b2'], securityGroupIds: ['sg-0c3'] };
const OWN_JAR = { artifacts: { bucket: 'the-artifacts', jar: 'target/orders.jar' } };

/** Statements of every policy of the roles of a stack. */
const rightsIn = (stack: StackJson) =>
  resources(stack, 'aws_iam_role_policy').flatMap(({ policy }) => statementsOf(policy));
const rightsOnNetworks = (stack: StackJson) =>
  rightsIn(stack).filter((statement) => actionsOf(statement).some((action) => action.startsWith('ec2:')));
const propertiesOf = (stack: StackJson) => {
  const { application_configuration: configuration } = resource(stack, 'aws_kinesisanalyticsv2_application');
  return Reflect.get(Object(configuration), 'environment_properties');
};

describe('a VPC', () => {
  test('is nobody’s by default, and no role has rights on networks', () => {
    const { application, snapshots } = stacksWith({});

    expect(resource(snapshots, 'aws_lambda_function')).not.toHaveProperty('vpc_config');
    expect(resource(application, 'aws_kinesisanalyticsv2_application')).not.toHaveProperty(
      'application_configuration.vpc_configuration',
    );
    expect([...rightsOnNetworks(application), ...rightsOnNetworks(snapshots)]).toEqual([]);
  });

  test('of the application comes with the rights that the service’s guide names', () => {
    const { application, snapshots } = stacksWith({ application: { vpc: VPC } });

    expect(resource(application, 'aws_kinesisanalyticsv2_application')).toMatchObject({
      application_configuration: {
        vpc_configuration: { subnet_ids: VPC.subnetIds, security_group_ids: VPC.securityGroupIds },
      },
    });
    expect(rightsOnNetworks(application).flatMap(actionsOf).sort()).toEqual([
      'ec2:CreateNetworkInterface',
      'ec2:CreateNetworkInterfacePermission',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ]);
    expect(rightsOnNetworks(snapshots)).toEqual([]);
  });

  test('of the function comes with Lambda’s rights, which its code can’t use', () => {
    const { application, snapshots } = stacksWith({ snapshots: { vpc: VPC } });
    const [allow, deny] = rightsOnNetworks(snapshots);

    expect(resource(snapshots, 'aws_lambda_function')).toMatchObject({
      vpc_config: { subnet_ids: VPC.subnetIds, security_group_ids: VPC.securityGroupIds },
    });
    expect([allow?.Effect, deny?.Effect]).toEqual(['Allow', 'Deny']);
    expect(deny).toMatchObject({
      Action: allow?.Action,
      Condition: {
        ArnEquals: { 'lambda:SourceFunctionArn': `${ARN}:lambda:eu-west-1:${ACCOUNT}:function:kda-snapshots-manager` },
      },
    });
    expect(rightsOnNetworks(application)).toEqual([]);
  });

  test('of the function makes the scanner’s exception for it unnecessary', () => {
    const checks = (input: object) => {
      const app = new App();
      addStacks(app, settingsWith({ application: undefined, ...input }), {
        jar: undefined,
        lambdaZip: { path: __filename, fileName: 'manager.zip', sha256: '0'.repeat(64) },
      });
      return scanExceptionsBelow(app).map(({ check }) => check);
    };

    expect(checks({ snapshots: { applications: ['orders'] } })).toContain('CKV_AWS_117');
    expect(checks({ snapshots: { applications: ['orders'], vpc: VPC } })).not.toContain('CKV_AWS_117');
  });
});

describe('properties of the job', () => {
  const groups = {
    Consumer: { 'stream.arn': 'arn:aws:kinesis:eu-west-1:123456789012:stream/orders' },
    FlinkApplicationProperties: { level: '3' },
  };

  test('stand beside the demo’s two', () => {
    expect(propertiesOf(stacksWith({ application: { properties: groups } }).application)).toEqual({
      property_group: [
        {
          property_group_id: 'FlinkApplicationProperties',
          property_map: { generateUsersTimer: '60', pauseBetweenUserGeneration: '1500', level: '3' },
        },
        { property_group_id: 'Consumer', property_map: groups.Consumer },
      ],
    });
  });

  test('of a JAR of one’s own are those that the settings give, and none of the demo’s', () => {
    expect(propertiesOf(stacksWith({ ...OWN_JAR, application: { properties: groups } }).application)).toEqual({
      property_group: [
        { property_group_id: 'Consumer', property_map: groups.Consumer },
        { property_group_id: 'FlinkApplicationProperties', property_map: { level: '3' } },
      ],
    });
    expect(propertiesOf(stacksWith({ ...OWN_JAR, application: {} }).application)).toBeUndefined();
  });

  test('of the demo are written with any JAR where the settings give them, as for the reference’s job', () => {
    const moved = { ...OWN_JAR, application: { generateUsersTimerSeconds: 90, pauseBetweenUserGenerationMs: 250 } };

    expect(propertiesOf(stacksWith(moved).application)).toEqual({
      property_group: [
        {
          property_group_id: 'FlinkApplicationProperties',
          property_map: { generateUsersTimer: '90', pauseBetweenUserGeneration: '250' },
        },
      ],
    });
  });
});

test('rights of the job are a policy of their own beside that of every application', () => {
  const statement = {
    sid: 'ReadOrders',
    actions: ['kinesis:GetRecords', 'kinesis:DescribeStream'],
    resources: ['arn:aws:kinesis:eu-west-1:123456789012:stream/orders'],
  };
  const bucket = {
    sid: 'WriteFiles',
    actions: ['s3:PutObject'],
    resources: ['arn:aws:s3:::files/*'],
    why: 'All files.',
  };
  const names = ({ application }: { application: StackJson }) =>
    resources(application, 'aws_iam_role_policy').map(({ name }) => name);
  const { application } = stacksWith({ application: { roleStatements: [statement, bucket] } });

  expect(names(stacksWith({}))).toEqual(['read-code-write-logs']);
  expect(names({ application }).sort()).toEqual(['read-code-write-logs', 'rights-of-the-job']);
  expect(rightsIn(application)).toEqual(
    expect.arrayContaining([
      { Sid: 'ReadOrders', Effect: 'Allow', Action: statement.actions, Resource: statement.resources },
      { Sid: 'WriteFiles', Effect: 'Allow', Action: bucket.actions, Resource: bucket.resources },
    ]),
  );
});
