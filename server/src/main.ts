#!/usr/bin/env node
import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { run } from './commands/run.js';

if (existsSync('.env')) process.loadEnvFile('.env');
const code = await run(process.argv.slice(2), {
  environment: process.env,
  in: process.stdin,
  out: process.stdout,
  err: process.stderr,
});
// The way to the first process would keep a worker alive.
if (cluster.isWorker) process.exit(code);
process.exitCode = code;
