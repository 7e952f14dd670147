const { ensureBundle, prepack } = require('../../tools/bundle.js');

const bundle = {
  folder: __dirname,
  entries: { index: 'src/index.ts', main: 'src/main.ts' },
  copies: {
    'dist/maven/mvnw': 'flink-demo/mvnw',
    'dist/maven/mvnw.cmd': 'flink-demo/mvnw.cmd',
    'dist/maven/.mvn/wrapper/maven-wrapper.properties': 'flink-demo/.mvn/wrapper/maven-wrapper.properties',
    // Next to the bundle, as tools/java/java.ts finds it next to itself.
    'dist/requirements.txt': 'tools/java/requirements.txt',
  },
};

exports.ensure = () => ensureBundle(bundle);

if (require.main === module) prepack(bundle);
