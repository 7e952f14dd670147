import {
  KinesisAnalyticsV2Client,
  ListTagsForResourceCommand,
  paginateListApplications,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import { fitsName } from '../../config/checks/selection-checks';
import type { Deployment } from '../../config/model/deployment';
import { PARAMETER_PATH, readParameter } from '../../config/model/deployment-parameter';
import type { ClientConfiguration } from './client-configuration';

/** Reads what is deployed on a local cloud, by the parameters that snapshots stacks leave. */
export class Deployed {
  private readonly ssm: SSMClient;
  private readonly flink: KinesisAnalyticsV2Client;

  constructor(configuration: ClientConfiguration) {
    this.ssm = new SSMClient(configuration);
    this.flink = new KinesisAnalyticsV2Client(configuration);
  }

  /** Deployments by name. */
  async deployments(): Promise<Deployment[]> {
    const found: Deployment[] = [];
    const pages = paginateGetParametersByPath({ client: this.ssm }, { Path: PARAMETER_PATH.slice(0, -1) });
    for await (const { Parameters = [] } of pages) {
      for (const { Name = '', Value = '' } of Parameters) found.push(readParameter(Name, Value, undefined));
    }
    return found.toSorted((one, other) => one.name.localeCompare(other.name));
  }

  /** Names of the existing applications that a deployment takes care of. */
  async applicationsOf({ applications }: Deployment): Promise<string[]> {
    const found: string[] = [];
    for await (const { ApplicationSummaries = [] } of paginateListApplications({ client: this.flink }, {})) {
      for (const { ApplicationName: name = '', ApplicationARN: arn = '' } of ApplicationSummaries) {
        const byName = applications.some((entry) => entry.tag === undefined && fitsName(entry, name));
        if (byName || (await this.hasTag(arn, applications))) found.push(name);
      }
    }
    return found.toSorted();
  }

  private async hasTag(ResourceARN: string, entries: Deployment['applications']): Promise<boolean> {
    const wanted = entries.flatMap(({ tag }) => tag ?? []);
    if (wanted.length === 0) return false;
    const { Tags = [] } = await this.flink.send(new ListTagsForResourceCommand({ ResourceARN }));
    return wanted.some(({ key, value }) => Tags.some((tag) => tag.Key === key && tag.Value === value));
  }
}
