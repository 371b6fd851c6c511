import { type Config, describeConfig } from '../config.js';
import type { Terminal } from './terminal.js';

export function showConfig(config: Config, { out }: Terminal): void {
  for (const line of describeConfig(config)) out.write(`${line}\n`);
}
