// Plain JavaScript: it runs where "npm ci" was not. The starters and the npm scripts load it before anything else.
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

const PROJECT = resolve(__dirname, '..');
const NEEDED = ['esbuild', 'tsx'];

if (!NEEDED.every((name) => existsSync(join(PROJECT, 'node_modules', name, 'package.json')))) {
  console.error(`${PROJECT} has no installed packages. Run "npm ci" there first.`);
  process.exit(1);
}
