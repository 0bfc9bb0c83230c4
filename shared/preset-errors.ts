import { advice, error, type ErrorMakers } from './app-error.ts'

/** The errors about launch presets; a part of `errors`. */
export const presetErrors = {
  presetMissing: (name: string) =>
    error('preset-missing', `There is no preset “${name}”.`, advice('See: hubkey presets list')),
  presetExists: (name: string) =>
    error('preset-exists', `There is a preset “${name}” already.`, advice('Choose another name')),
  /** Lines and columns count from 1. */
  presetInvalid: (
    path: string,
    { line, column, message }: { line: number; column: number; message: string },
  ) =>
    error(
      'preset-invalid',
      `${path}:${line}:${column}: ${message}`,
      advice('Correct the file, then: hubkey presets check'),
    ),
  presetConflict: (name: string) =>
    error(
      'preset-conflict',
      `“${name}” was changed in models.yaml since you opened it. Nothing was overwritten.`,
      advice('Look at both, then choose one'),
    ),
  presetNeedsCommand: (path: string) =>
    error(
      'preset-needs-command',
      'A custom command is any program at all, so it is written by hand alone.',
      advice(`Add its “command” in ${path}`),
    ),
  cannotOpenFile: () =>
    error(
      'cannot-open-file',
      'Your system knows no program for .yaml files.',
      advice('Open models.yaml in an editor of your own'),
    ),
  presetOfXrAi: (name: string) =>
    error(
      'preset-of-xr-ai',
      `“${name}” is written in xr-ai’s own shape, which Hubkey reads and does not change.`,
      advice('Change it in the file'),
    ),
} as const satisfies ErrorMakers
