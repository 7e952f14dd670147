import { loadSettings } from '../../config/load-settings';
import { defineCommand, runCommand } from '../../tools/command';
import { COST, parseCost } from '../commands/cost';
import { costDocument } from '../documents/cost';
import { estimate } from './estimate';
import { readPrices } from './prices';
import { showEstimate } from './show-estimate';
import { synthesizedResources } from './synthesized-resources';

const fromSource = defineCommand({
  declaration: COST,
  read: parseCost,
  run: async ({ assumptions }) => {
    const settings = loadSettings();
    const prices = readPrices();
    const result = estimate(settings, synthesizedResources(settings), assumptions, prices);
    return { document: result, text: showEstimate(result, prices) };
  },
  schema: async () => costDocument,
});

void runCommand(fromSource);
