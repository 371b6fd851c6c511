/**
 * Who may import whom, in the words of CONTRIBUTING.md. A test plants a violation of every rule and expects a report.
 * `server/test/house-rules.test.ts` holds what imports cannot tell.
 */
const ROOM =
  '^server/src/(movies|ratings|scores|users|favourites|catalogue|datasets|imports|predictions|viewings|watchlist|exports)/';
/** Words that all rooms use. A new one is a decision: it belongs to a room if it belongs to any. */
const SHARED = '^server/src/(brand|page|problem)\\.ts$';
const ADAPTERS = '^server/src/adapters/';
const TESTS = '\\.test\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'room-imports-rooms-only',
      comment:
        'Rooms know each other and the shared nouns; no package, no node:*, no http/, no adapter.',
      severity: 'error',
      from: { path: ROOM, pathNot: TESTS },
      to: { pathNot: [ROOM, SHARED] },
    },
    {
      name: 'shared-noun-stands-alone',
      comment: 'What every room may import brings nothing along.',
      severity: 'error',
      from: { path: SHARED },
      to: { pathNot: SHARED },
    },
    {
      name: 'adapters-keep-apart',
      comment: 'One adapter never needs another: what they share is a port.',
      severity: 'error',
      from: { path: `${ADAPTERS}([^/]+)/`, pathNot: TESTS },
      to: { path: ADAPTERS, pathNot: `${ADAPTERS}$1/` },
    },
    {
      name: 'adapter-stays-below',
      comment: 'Adapters serve ports: they know rooms, never HTTP, commands or the composition.',
      severity: 'error',
      from: { path: ADAPTERS, pathNot: TESTS },
      to: { path: '^server/src/((http|commands)/|(app|config|demo|jobs|log|main)\\.ts$)' },
    },
    {
      name: 'adapter-is-composed',
      comment: 'Adapters are chosen by the composition root and by commands.',
      severity: 'error',
      from: {
        pathNot: [ADAPTERS, '^server/src/(app|open-store)\\.ts$', '^server/src/commands/', TESTS],
      },
      to: { path: ADAPTERS },
    },
    {
      name: 'http-knows-rooms-only',
      comment: 'Routes speak to rooms and ports; who is behind a port is none of their business.',
      severity: 'error',
      from: { path: '^server/src/http/', pathNot: TESTS },
      to: { path: '^server/src/((adapters|commands)/|(app|config|demo|jobs|log|main)\\.ts$)' },
    },
    {
      name: 'http-stays-at-the-edge',
      comment: 'Only the composition root and commands know that there is HTTP.',
      severity: 'error',
      from: {
        path: '^server/src/',
        pathNot: ['^server/src/(http|commands)/', '^server/src/app\\.ts$', TESTS],
      },
      to: { path: '^server/src/http/' },
    },
    {
      name: 'main-is-the-end',
      comment: 'main.ts starts the program; nothing imports it.',
      severity: 'error',
      from: {},
      to: { path: '^server/src/main\\.ts$' },
    },
    {
      name: 'client-stands-alone',
      comment: 'The client is published on its own.',
      severity: 'error',
      from: { path: '^client/', pathNot: TESTS },
      to: { path: '^(server|web|scripts)/' },
    },
    {
      name: 'web-speaks-the-api',
      comment: 'The page has no private door: it knows the service by its client.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/test/' },
      to: { path: '^(server|scripts)/' },
    },
    {
      name: 'server-knows-no-page',
      comment: 'The page is files to the service.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: TESTS },
      to: { path: '^web/' },
    },
    {
      name: 'no-circle',
      comment: 'What needs each other belongs together, or the shared part apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'Nothing imports it, and it imports nothing: it is left over.',
      severity: 'error',
      from: { orphan: true, pathNot: [TESTS, '\\.d\\.ts$', '^web/src/(main\\.tsx|words/)'] },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      comment: 'What ships runs without devDependencies.',
      severity: 'error',
      from: { path: '^(server|client)/src/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-undeclared-dependency',
      comment: 'What is imported is in package.json, and there.',
      severity: 'error',
      from: { path: '^(server|client)/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: a room that only names a type of an adapter knows it all the same.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
