import type { CopyView } from '../../../shared/domain/where.ts'

/** Whether a copy may go: its place gives it up, and its token is not lost with it. */
export function mayClear(
  { standing, notClearable }: Pick<CopyView, 'standing' | 'notClearable'>,
  stored: boolean,
): boolean {
  return notClearable === null && (stored || standing === 'stale' || standing === 'dead')
}

/** A file of the whole machine is read by others on purpose; only one below the home folder is ours to narrow. */
export function isOwnFile(path: string, home: string): boolean {
  return path.startsWith(`${home}/`)
}
