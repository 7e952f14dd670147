/** Everything that a run writes; below a folder that git, Biome, jest and tsc leave alone. */
export const MUTATION_FOLDER = '.build/mutation';

/** Options of StrykerJS (https://stryker-mutator.io/docs/stryker-js/configuration) for these files. */
export function strykerOptions(files: readonly string[]): Record<string, unknown> {
  return {
    mutate: files,
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    jest: { configFile: 'trials/mutations/jest.config.js', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    // Texts are for people: no test reads prose (docs/decisions.md).
    mutator: { excludedMutations: ['StringLiteral'] },
    // Two cores, and the tests of a mutation take one.
    concurrency: 2,
    // A mutation that never ends costs this much; a busy machine must not look like one.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    ignorePatterns: ['/.build', '/.local', '/cdktf.out', '/docs', 'target', '.terraform'],
    tempDirName: `${MUTATION_FOLDER}/sandbox`,
    reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
    jsonReporter: { fileName: `${MUTATION_FOLDER}/report.json` },
    htmlReporter: { fileName: `${MUTATION_FOLDER}/report.html` },
    allowEmpty: false,
    // The score is read and argued in docs/mutations.md; it fails nothing.
    thresholds: { high: 92, low: 85, break: null },
  };
}
