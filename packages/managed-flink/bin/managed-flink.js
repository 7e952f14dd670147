#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// Only a checkout has it: there the program is built first if a source has changed.
const builder = join(__dirname, '../bundle.js');
if (existsSync(builder)) require(builder).ensure();

require('../dist/main.cjs');
