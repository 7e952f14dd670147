import {
  DescribeTableCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
  ResourceNotFoundException as TableNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import {
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  NotFoundException,
  type SNSClient,
  ResourceNotFoundException as TopicNotFoundException,
} from '@aws-sdk/client-sns';
import type { STSClient } from '@aws-sdk/client-sts';
import { readCaller } from '../identity';
import type { DeployedResources, Tags } from './owners';

export interface DeployedResourcesClients {
  readonly dynamo: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly sts: STSClient;
}

/** Resources of the account of the credentials. Terraform makes the same calls at every plan. */
export class AwsDeployedResources implements DeployedResources {
  constructor(
    private readonly region: string,
    private readonly clients: DeployedResourcesClients,
  ) {}

  readonly topicTags = async (name: string): Promise<Tags | undefined> => {
    const arn = await this.topicArn(name);
    try {
      // Asked first: an emulator answers "no tags" for a topic that is not there.
      await this.clients.sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
      const { Tags: tags = [] } = await this.clients.sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
      return tagMap(tags);
    } catch (error) {
      if (error instanceof NotFoundException || error instanceof TopicNotFoundException) return undefined;
      throw error;
    }
  };

  readonly tableTags = async (name: string): Promise<Tags | undefined> => {
    try {
      const { Table } = await this.clients.dynamo.send(new DescribeTableCommand({ TableName: name }));
      return await this.tagsOfTable(Table?.TableArn);
    } catch (error) {
      if (error instanceof TableNotFoundException) return undefined;
      throw error;
    }
  };

  private async tagsOfTable(arn: string | undefined, from?: string): Promise<Tags> {
    const request = new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken: from });
    const { Tags: tags = [], NextToken: next } = await this.clients.dynamo.send(request);
    return next === undefined ? tagMap(tags) : { ...tagMap(tags), ...(await this.tagsOfTable(arn, next)) };
  }

  readonly function = async (name: string) => {
    try {
      const { Tags: tags = {}, Configuration } = await this.clients.lambda.send(
        new GetFunctionCommand({ FunctionName: name }),
      );
      return { tags, variables: Configuration?.Environment?.Variables ?? {} };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  /** ARN of a topic, which contains the account; topics are found only by ARN. */
  private async topicArn(name: string): Promise<string> {
    const { account, partition } = await readCaller(this.clients.sts);
    return `arn:${partition}:sns:${this.region}:${account}:${name}`;
  }
}

function tagMap(tags: readonly { readonly Key?: string; readonly Value?: string }[]): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
