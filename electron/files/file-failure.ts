import { AppFailure, errors, fail } from '../../shared/errors.ts'

/** The system's code behind an error, such as `ENOENT`; empty when there is none. */
export function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return ''
  return typeof cause.code === 'string' ? cause.code : ''
}

/** True for an error that means that nothing lies at the path. */
export function isMissing(cause: unknown): boolean {
  return codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR'
}

/** The failure to throw when `path` could not be written. Our own failures pass unchanged. */
export function writeFailure(path: string, cause: unknown): AppFailure {
  if (cause instanceof AppFailure) return cause
  return fail(errors.storeWriteFailed(path, reasonOf(codeOf(cause))))
}

/** Our words for the usual codes: the system's own message would repeat the path and the call. */
function reasonOf(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space left'
    case 'EACCES':
    case 'EPERM':
      return 'not permitted'
    case 'EROFS':
      return 'the disk is read-only'
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files'
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
      return 'something else is in its place'
    case '':
      return 'an unknown reason'
    default:
      return code
  }
}
