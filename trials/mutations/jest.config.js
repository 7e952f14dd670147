const { resolve } = require('node:path');
const [unit] = require('../../jest.config.js').projects;

/** The tests that judge a mutation, loaded as one file: each of its own would load every module anew for each mutation. */
module.exports = {
  ...unit,
  displayName: undefined,
  // Stryker loads the environment itself, and knows no <rootDir> in its name.
  testEnvironment: 'node',
  rootDir: resolve(__dirname, '../..'),
  // Without the rest of the project the files are found in no time.
  roots: ['<rootDir>/trials/mutations', '<rootDir>/lambda-src'],
  testMatch: ['<rootDir>/trials/mutations/judging-tests.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
};
