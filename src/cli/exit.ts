/** What the process ends with. The three outcomes clean, findings and could-not-complete never share a number. */
export const exit = {
  ok: 0,
  /** The work could not be completed: the world's failure, or input data that cannot be used. */
  failed: 1,
  /** What was typed cannot be understood: a flag, a value, a query, `sluice.yaml`. */
  usage: 2,
  /** The work is complete and something asked for with `--fail-on` was found. */
  findings: 3,
  /** A replay is complete and found what its `--fail-on` names. */
  blocked: 4,
  /** 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
} as const;

/** The exit code of a command that was run for the user, passed on as it is. */
export type ChildExitCode = number & { readonly child: true };

export type ExitCode = (typeof exit)[keyof typeof exit] | ChildExitCode;

export function childExit(code: number): ChildExitCode {
  return code as ChildExitCode;
}
