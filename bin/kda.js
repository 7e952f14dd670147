#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// Only a checkout has it: there the program is built first if a source has changed.
const builder = join(__dirname, '../tools/bundle-kda.js');
if (existsSync(builder)) require(builder).ensureKda();

void import('../.build/kda/main.mjs');
