/** Loaded with `--import` into a measured process: writes its peak memory and processor time when it ends. */
import { writeFileSync } from 'node:fs';

const target = process.env.SLUICE_BENCH_USAGE;
if (target !== undefined) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
    writeFileSync(target, JSON.stringify({ peakBytes: maxRSS * 1024, cpuSeconds }));
  });
}
