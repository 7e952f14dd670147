import { readPrices } from '../../cli/cost/prices';
import { synthesizedResources } from '../../cli/cost/synthesized-resources';
import { loadSettings, SCHEMA_FILE } from '../../config/load-settings';
import { withAlarmSections } from './alarm-sections';
import { documentSchemas, withCommandList, withCommands } from './commands-page';
import { costPageParts, withCostParts } from './cost-page';
import { eventsSchema, withEventTables } from './events-page';
import { withPlanReviewParts } from './plan-review-page';
import { withReasonsTable } from './reasons-table';
import { withSecurityTables } from './security-tables';
import { settingsJsonSchema } from './settings-schema';
import { withSettingsTable } from './settings-table';
import { withStatusTable } from './status-table';

export interface GeneratedFile {
  /** Path in the project. */
  readonly file: string;
  /** The file with its generated parts as the code has them; what people wrote beside them stays. */
  readonly renew: (now: string) => string | Promise<string>;
}

/** Every file that is generated, or has generated parts. None needs a network. */
export const GENERATED_FILES: readonly GeneratedFile[] = [
  { file: `config/${SCHEMA_FILE}`, renew: settingsJsonSchema },
  { file: 'docs/settings.md', renew: withSettingsTable },
  { file: 'docs/snapshot-manager.md', renew: withReasonsTable },
  { file: 'docs/runbook.md', renew: (page) => withAlarmSections(withStatusTable(page)) },
  { file: 'docs/security.md', renew: withSecurityTables },
  { file: 'docs/cost.md', renew: withCostOfTheDefault },
  { file: 'docs/plan-review.md', renew: withPlanReviewParts },
  { file: 'docs/commands.md', renew: withCommands },
  { file: 'docs/commands.schema.json', renew: documentSchemas },
  { file: 'docs/events.md', renew: withEventTables },
  { file: 'docs/events.schema.json', renew: eventsSchema },
  { file: 'help', renew: withCommandList },
];

function withCostOfTheDefault(page: string): string {
  const settings = loadSettings('default');
  return withCostParts(page, costPageParts(settings, synthesizedResources(settings), readPrices()));
}
