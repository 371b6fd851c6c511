import { describe, expect, it } from 'vitest';
import { filesIn, packageJson, read, readYaml, type Yaml } from '../support/deployed.js';

const FOLDER = '.github/workflows';
const workflows = filesIn(FOLDER).map((file) => `${FOLDER}/${file}`);

/** What is wrong with the pins of a workflow, by its lines: a comment is not part of the YAML. */
function unpinned(text: string): string[] {
  const pinned = /^\s*(- )?uses: [\w-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+(\.\d+){2}$/;
  return text.split('\n').filter((line) => /\buses:/.test(line) && !pinned.test(line));
}

describe.each(workflows)('%s', (file) => {
  const workflow = readYaml(file);
  const jobs = Object.values<Yaml>(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it('pins every action to a commit, and says its version', () => {
    expect(unpinned(read(file))).toEqual([]);
    expect(steps.filter(({ uses }) => uses).length).toBeGreaterThan(0);
  });

  it('means one version of an action by one commit', () => {
    const uses = [...read(file).matchAll(/uses: ([\w-]+\/[\w.-]+)\S*@(\w+) # (\S+)/g)];
    const commits = new Map<string, Set<string>>();
    for (const [, action = '', commit, version] of uses) {
      commits.set(action, (commits.get(action) ?? new Set()).add(`${commit} ${version}`));
    }
    expect([...commits].filter(([, pins]) => pins.size > 1)).toEqual([]);
  });

  it('calls scripts of npm that there are', () => {
    const called = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/\bnpm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name),
    );
    expect(called.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });

  it('may read and nothing more, where a job does not say so', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const { permissions = {} } of jobs)
      expect(permissions).not.toHaveProperty('contents', 'write');
    for (const { uses, with: settings } of steps) {
      if (/^actions\/checkout@/.test(uses)) expect(settings['persist-credentials']).toBe(false);
    }
  });

  it('ends, and does not run twice for the same', () => {
    for (const job of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0);
    expect(workflow.concurrency.group).toContain('github.ref');
  });

  it('puts nothing that a stranger wrote into a shell', () => {
    const scripts = steps.map(({ run = '' }) => run).join('\n');
    expect(scripts).not.toMatch(/\$\{\{\s*(github\.(event|head_ref|actor)|inputs)\b/);
  });
});

it('notices an action that is not pinned', () => {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  expect(unpinned(`  - uses: actions/checkout@${commit} # v6.0.2`)).toEqual([]);
  for (const uses of [
    'actions/checkout@v6',
    'actions/checkout@main # v6.0.2',
    `actions/checkout@${commit}`,
    `actions/checkout@${commit} # v6`,
    `actions/checkout@${commit.slice(1)} # v6.0.2`,
  ]) {
    expect(unpinned(`      - uses: ${uses}`)).toHaveLength(1);
  }
});

it('tests on the Node of the floor and of the image, with the oldest PostgreSQL that is promised', () => {
  const { matrix } = readYaml(`${FOLDER}/ci.yaml`).jobs.test.strategy;
  const [floor] = packageJson.engines.node.match(/\d+/) ?? [];
  const [image] = /^FROM node:(\d+)/m.exec(read('Dockerfile'))?.slice(1) ?? [];
  expect(matrix.node).toEqual([Number(floor), 22, Number(image)]);
  expect(matrix.postgres[0]).toBe(15);
});

it('backs up and restores each PostgreSQL by the tools of that very one', () => {
  const { steps } = readYaml(`${FOLDER}/ci.yaml`).jobs.test;
  const scripts: string[] = steps.map(({ run = '' }: Yaml) => run);
  const tools = scripts.findIndex((run) =>
    /postgresql-client-\$\{\{ matrix\.postgres \}\}/.test(run),
  );
  expect(scripts[tools]).toMatch(
    /echo "\/usr\/lib\/postgresql\/\$\{\{ matrix\.postgres \}\}\/bin" >>"\$GITHUB_PATH"/,
  );
  expect(scripts.indexOf('.ci/run')).toBeGreaterThan(tools);
});

it('runs the image by the name that compose gives it', () => {
  const { steps } = readYaml(`${FOLDER}/ci.yaml`).jobs.image;
  const { tags } = steps.find(({ uses = '' }: Yaml) => uses.includes('build-push')).with;
  expect(tags).toBe(`halfstar:${packageJson.version}`);
});

it('has the updates of everything that is pinned proposed', () => {
  const { updates } = readYaml('.github/dependabot.yml');
  expect(updates.map((update: Yaml) => update['package-ecosystem'])).toEqual([
    'npm',
    'github-actions',
    'docker',
    'docker-compose',
  ]);
});
