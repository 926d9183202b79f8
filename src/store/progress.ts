import type { ProgressEvent } from './take-types.js';

/** Adds up what a run has done and tells whoever listens. */
export class ProgressCounter {
  readonly #startedMs = performance.now();
  #phase: ProgressEvent['phase'] = 'looking';
  #filesTotal = 0;
  #bytesTotal = 0;
  #filesDone = 0;
  #bytesDone = 0;
  #records = 0;

  constructor(private readonly listen: ((event: ProgressEvent) => void) | undefined) {}

  get secondsElapsed(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }

  start(phase: ProgressEvent['phase'], filesTotal: number, bytesTotal: number): void {
    this.#phase = phase;
    this.#filesTotal = filesTotal;
    this.#bytesTotal = bytesTotal;
    this.#tell();
  }

  advance(files: number, bytes: number, records: number): void {
    this.#filesDone += files;
    this.#bytesDone += bytes;
    this.#records += records;
    this.#tell();
  }

  finish(): void {
    this.#phase = 'done';
    this.#tell();
  }

  #tell(): void {
    this.listen?.({
      phase: this.#phase,
      filesTotal: this.#filesTotal,
      filesDone: this.#filesDone,
      bytesTotal: this.#bytesTotal,
      bytesDone: this.#bytesDone,
      records: this.#records,
      secondsElapsed: this.secondsElapsed,
    });
  }
}
