import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { runMaven } from '../../tools/maven';

let project: string;
let said: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'maven-'));
  mkdirSync(join(project, 'flink-demo'));
  said = '';
});

afterEach(() => rmSync(project, { recursive: true }));

/** A wrapper that says what it was asked for, on both of its outputs, and ends. */
function wrapperEndingWith(code: number): void {
  const lines = ['#!/bin/sh', 'echo "[INFO] $*"', 'echo a warning >&2', `exit ${code}`, ''];
  writeFileSync(join(project, 'flink-demo/mvnw'), lines.join('\n'), { mode: 0o755 });
}

const write = (text: string) => {
  said += text;
};

test('a build that succeeds is silent unless its output was asked for', async () => {
  wrapperEndingWith(0);

  await runMaven(project, 'pom.xml', ['package'], 'on-failure', write);
  expect(said).toBe('');

  await runMaven(project, 'pom.xml', ['package'], 'shown', write);
  expect(said).toContain(`[INFO] -B -ntp -f ${project}/pom.xml package\n`);
  expect(said).toContain('a warning\n');
});

test.each(['on-failure', 'shown'] as const)('a build that fails shows all it said, once (%s)', async (output) => {
  wrapperEndingWith(1);

  await expect(runMaven(project, 'pom.xml', ['package'], output, write)).rejects.toThrow(
    'Maven ended with exit code 1 on pom.xml (goals: package); its message is above.',
  );
  expect(said.match(/\[INFO\]/g)).toHaveLength(1);
  expect(said).toContain('a warning\n');
});

test('a JAR that is not there is refused with what is there', async () => {
  writeFileSync(join(project, 'orders-1.2.jar'), '');
  writeFileSync(join(project, 'payments.jar'), '');
  const jar = join(project, 'orders-1.3.jar');

  await expect(ensureArtifacts(jar)).rejects.toThrow(
    `artifacts.jar is "${jar}", expected a file, relative to the project. Most similar: ${project}/orders-1.2.jar, ${project}/payments.jar. Build it first`,
  );
  await expect(ensureArtifacts('nowhere/orders.jar')).rejects.toThrow('Its folder nowhere does not exist either.');
});
