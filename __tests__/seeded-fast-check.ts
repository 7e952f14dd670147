// By its path, as the name `fast-check` is mapped to this file; see jest.config.js.
import * as fastCheck from '../node_modules/fast-check/lib/cjs/fast-check.js';

/** Seed of properties that have none of their own. */
const SEED = 20_261_130;

const { KDA_PROPERTY_SEED: asked = String(SEED) } = process.env;
if (!/^-?\d+$/.test(asked)) throw new Error(`KDA_PROPERTY_SEED is "${asked}": expected a whole number.`);

fastCheck.configureGlobal({ seed: Number(asked) });

export * from '../node_modules/fast-check/lib/cjs/fast-check.js';
export default fastCheck;
