import type { Place } from '../../tools/partition';
import type { Statement } from './iam-policy';

const ANY_INTERFACE = 'The interfaces are made at run time, and the describing actions take no resource.';

/** https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html */
export function applicationVpcStatements(): Statement[] {
  return [
    {
      sid: 'ReadVpc',
      actions: ['ec2:DescribeDhcpOptions', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      resources: ['*'],
      wildcardReason: 'The describing actions of EC2 take no resource.',
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
 * Lambda uses the function's role for the network interfaces; the function's own code gets none of it, by a denial that
 * holds for calls from the code only. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function functionVpcStatements(functionArn: string): Statement[] {
  return [
    {
      sid: 'UseNetworkInterfaces',
      actions: FUNCTION_ACTIONS,
      resources: ['*'],
      wildcardReason: ANY_INTERFACE,
    },
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
