import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition';
import { Construct } from 'constructs';
import { APPLICATION_QUERIES, type LogQuery, MANAGER_QUERIES } from '../../config/dashboards/log-queries';
import type { Names } from '../../config/model/names';

/** Maximum number of log groups in a saved query (PutQueryDefinition). */
const MOST_LOG_GROUPS = 50;

/**
 * Queries of Logs Insights, saved under the deployment's name: over the logs of all named applications, and over the
 * manager's.
 */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { deployment, names }: { deployment: string; names: Names }) {
    super(scope, id);
    const applications = names.watchedApplications.map(({ logGroup }) => logGroup).slice(0, MOST_LOG_GROUPS);
    const save = (query: LogQuery, logGroupNames: readonly string[]) =>
      new CloudwatchQueryDefinition(this, query.id, {
        name: `${deployment}/${query.id}`,
        queryString: query.query,
        logGroupNames: [...logGroupNames],
      });
    if (applications.length > 0) for (const query of APPLICATION_QUERIES) save(query, applications);
    for (const query of MANAGER_QUERIES) save(query, [names.managerLogGroup]);
  }
}
