import type { Place } from '../../tools/partition';
import type { Statement } from './iam-policy';

const ANY_INTERFACE = 'The interfaces are created at run time, and the describe actions have no resource.';

/**
 * Rights that Managed Flink needs to place an application in a VPC.
 * https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
 */
export function applicationVpcStatements(): Statement[] {
  return [
    {
      sid: 'ReadVpc',
      actions: ['ec2:DescribeDhcpOptions', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      resources: ['*'],
      wildcardReason: 'The describe actions of EC2 have no resource.',
    },
    {
      sid: 'UseNetworkInterfaces',
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:CreateNetworkInterfacePermission',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
      ],
      resources: ['*'],
      wildcardReason: ANY_INTERFACE,
    },
  ];
}

/** ARN of a Lambda function. */
export function functionArn({ partition, region, id }: Place, name: string): string {
  return `arn:${partition}:lambda:${region}:${id}:function:${name}`;
}

/** Rights that Lambda needs to place a function in a VPC. */
const FUNCTION_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Rights for the network interfaces of a function, which Lambda uses through the function's role. A denial that applies
 * only to calls from the code keeps them from the function's own code.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function functionVpcStatements(functionArn: string): Statement[] {
  return [
    { sid: 'UseNetworkInterfaces', actions: FUNCTION_ACTIONS, resources: ['*'], wildcardReason: ANY_INTERFACE },
    {
      sid: 'NoNetworkInterfacesForCode',
      effect: 'Deny',
      actions: FUNCTION_ACTIONS,
      resources: ['*'],
      wildcardReason: 'A denial, for all of them.',
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
    },
  ];
}
