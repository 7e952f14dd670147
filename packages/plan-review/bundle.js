const { ensureBundle, prepack } = require('../../tools/bundle.js');

const bundle = { folder: __dirname, entries: { index: 'src/index.ts', main: 'src/main.ts' } };

exports.ensure = () => ensureBundle(bundle);

if (require.main === module) prepack(bundle);
