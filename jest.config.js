const { totalmem } = require('node:os');

const GIBIBYTE = 1024 ** 3;

/** As esbuild compiles the page for browsers. */
const TSX = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
};

const common = {
  testEnvironment: '<rootDir>/__tests__/compile-once-environment.ts',
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
    '^.+\\.tsx$': ['@swc/jest', TSX],
    // Modules that are published for browsers only.
    '/node_modules/preact.*\\.m?js$': ['@swc/jest', { jsc: { target: 'es2022' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!preact)'],
  // Each test file loads all modules anew, so what no test looks at is left out. Together they are an eighth of the unit
  // tests' time: the texts of zod's errors in sixty languages, and the place in the code where each of cdktf's tokens was
  // made, a stack trace that is mapped to its source line by line.
  moduleNameMapper: {
    '^\\.\\./locales/index\\.cjs$': 'zod/v4/locales/en.cjs',
    '^\\./((tokens/)?private/)?stack-trace$': '<rootDir>/__tests__/no-stack-trace.ts',
    // Properties have the same examples in each run; `npm run properties` looks for others.
    '^fast-check$': '<rootDir>/__tests__/seeded-fast-check.ts',
    // Styles are for browsers; only the bundler reads them.
    '\\.css$': '<rootDir>/__tests__/no-styles.ts',
  },
  // Build outputs and the local cloud's files hold copies of package.json and of code: not modules, not tests.
  modulePathIgnorePatterns: ['<rootDir>/.build', '<rootDir>/.local', '<rootDir>/cdktf.out'],
};

/** `unit` is what `npm run check` runs; `system` starts processes (Terraform, servers, Flink) and takes minutes. */
module.exports = {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/**/__tests__/**/*.test.{ts,tsx}'],
      testPathIgnorePatterns: ['/node_modules/', '\\.system\\.test\\.ts$'],
    },
    {
      ...common,
      displayName: 'system',
      testMatch: ['<rootDir>/**/__tests__/**/*.system.test.ts'],
      globalSetup: '<rootDir>/__tests__/install-once.ts',
    },
  ],
  // A machine that stands still for some seconds fails no test: what waits has its own limit, and says what it waited for.
  testTimeout: 60_000,
  // System tests wait most of their time, for Terraform, alarms and leases: a third one fits beside two on two cores, where
  // there is memory for its Flink.
  maxWorkers: totalmem() < 12 * GIBIBYTE ? 2 : 3,
};
