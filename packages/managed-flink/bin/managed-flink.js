#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// Only a checkout has it: there the program is built first if a source has changed.
const builder = join(__dirname, '../bundle.js');
if (existsSync(builder)) {
  require('../../../tools/ensure-installed.js');
  require(builder).ensure();
}

const program = join(__dirname, '../dist/main.cjs');
if (!existsSync(program)) {
  console.error(
    `${program} is missing: this package was packed without its program. Pack it in a checkout after "npm ci", with "npm pack --ignore-scripts=false -w packages/managed-flink".`,
  );
  process.exit(1);
}
require(program);
