/** A named span of use: once or several times under the same name. Times are Unix seconds. */
export interface ScenarioRun {
  readonly name: string;
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
  /** Exit code of the command that was the scenario; null when none was run. */
  readonly exitCode: number | null;
  /** Commit of the folder it was run in; null outside of git. */
  readonly commit: string | null;
  readonly command: string | null;
  readonly note: string | null;
}

/** Columns of `scenarios.csv`, in order. */
export const scenarioColumns = ['name', 'from', 'to', 'exit_code', 'commit', 'command', 'note'] as const;

/** Seconds by which times of flow records may be off (VPC User Guide, flow log records: within 60 seconds). */
export const recordMarginSeconds = 60;

/** A name that can stand in a list, in a file and behind `--scenario`. */
export const scenarioName = /^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,99}$/;

/** A time as the file writes it: `2026-09-14T08:00:00Z`. */
export function writeInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
